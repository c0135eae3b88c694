# SPDX-License-Identifier: GPL-2.0-or-later
# independent.c, for this architecture; also part of scripts/build-guest.
add_executable(independent-guest ${CMAKE_SOURCE_DIR}/tests/kernel/independent.c
               ${CMAKE_SOURCE_DIR}/bench/guest/libelf_search.c)
target_link_directories(independent-guest PRIVATE ${GUEST_STATIC_LIBRARY_DIRS})
target_include_directories(independent-guest SYSTEM PRIVATE ${GUEST_INCLUDE_DIRS})
target_link_options(independent-guest PRIVATE -static -s)
target_link_libraries(independent-guest PRIVATE plain_options ${GUEST_STATIC_LIBRARIES})
