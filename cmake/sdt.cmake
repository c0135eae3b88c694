# SPDX-License-Identifier: GPL-2.0-or-later
# <sys/sdt.h> makes USDT probes: macros, the same for all architectures. Debian has it in the folder of this
# machine's architecture, where a compiler for another does not look, and must not: so a copy is included.
file(GLOB sdt_folders /usr/include/*-linux-gnu)
find_path(SDT_FOLDER sys/sdt.h PATHS ${sdt_folders})
if(NOT SDT_FOLDER)
  message(FATAL_ERROR "there is no <sys/sdt.h>: install Debian's systemtap-sdt-dev, as scripts/setup build does")
endif()
file(GLOB sdt_headers ${SDT_FOLDER}/sys/sdt*.h)
set(SDT_INCLUDE ${CMAKE_BINARY_DIR}/sdt)
file(COPY ${sdt_headers} DESTINATION ${SDT_INCLUDE}/sys)
