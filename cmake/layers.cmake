# SPDX-License-Identifier: GPL-2.0-or-later
# Each folder of cmake/layers.txt is a static library, which is linked only with the folders that the
# table lets it include.
set(layers_table ${CMAKE_CURRENT_LIST_DIR}/layers.txt)
set_property(DIRECTORY ${CMAKE_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${layers_table})

# The name of a folder's library: bench/base is bench_base.
function(layer_target folder variable)
  string(REPLACE "/" "_" target ${folder})
  set(${variable} ${target} PARENT_SCOPE)
endfunction()

# The folders in a folder's row.
function(layer_row folder variable)
  file(STRINGS ${layers_table} rows REGEX "^${folder}:")
  list(LENGTH rows n)
  if(NOT n EQUAL 1)
    message(FATAL_ERROR "${layers_table} has ${n} rows for ${folder}, and needs one")
  endif()
  string(REGEX REPLACE "^[^:]*: *" "" names "${rows}")
  separate_arguments(names)
  set(${variable} ${names} PARENT_SCOPE)
endfunction()

# layer_closure(VARIABLE FOLDER...): these folders, and all folders that they may include, directly or indirectly.
function(layer_closure variable)
  set(todo ${ARGN})
  set(done "")
  while(todo)
    list(POP_FRONT todo folder)
    if(NOT folder IN_LIST done)
      list(APPEND done ${folder})
      layer_row(${folder} names)
      list(APPEND todo ${names})
    endif()
  endwhile()
  set(${variable} ${done} PARENT_SCOPE)
endfunction()

# add_layer(FOLDER [EXCLUDE FILE...] [LIBRARIES LIBRARY...]): adds the library of a folder, made of all
# its *.c files except those of EXCLUDE. LIBRARIES are from outside the project.
#
# With tests, also adds FOLDER's link test, the program layer-FOLDER: the whole library, linked only with
# those of its row. Linking fails if a file calls a function of a folder that it may not include.
function(add_layer folder)
  cmake_parse_arguments(PARSE_ARGV 1 layer "" "" "EXCLUDE;LIBRARIES")
  layer_target(${folder} target)
  layer_row(${folder} names)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.c)
  foreach(file IN LISTS layer_EXCLUDE)
    list(REMOVE_ITEM sources ${CMAKE_SOURCE_DIR}/${folder}/${file})
  endforeach()
  # A folder with headers only has nothing to link.
  set(kind PUBLIC)
  if(sources)
    add_library(${target} STATIC ${sources})
  else()
    add_library(${target} INTERFACE)
    set(kind INTERFACE)
  endif()
  set(links "")
  foreach(name IN LISTS names)
    layer_target(${name} link)
    list(APPEND links ${link})
  endforeach()
  target_link_libraries(${target} ${kind} options ${links} ${layer_LIBRARIES})

  if(BUILD_TESTING AND sources)
    set(empty ${CMAKE_BINARY_DIR}/empty_main.c)
    file(CONFIGURE OUTPUT ${empty} CONTENT "int main(void)\n{\n\treturn 0;\n}\n")
    add_executable(layer-${target} ${empty})
    target_link_libraries(layer-${target} PRIVATE options $<LINK_LIBRARY:WHOLE_ARCHIVE,${target}>)
  endif()
endfunction()
