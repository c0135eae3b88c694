# SPDX-License-Identifier: GPL-2.0-or-later
# For scripts/build-guest: builds for x86-64 with Debian's cross compiler (gcc-x86-64-linux-gnu).
# PKG_CONFIG_LIBDIR and PKG_CONFIG_SYSROOT_DIR in the environment say where its libraries are.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(CMAKE_C_COMPILER x86_64-linux-gnu-gcc)
set(CMAKE_LIBRARY_ARCHITECTURE x86_64-linux-gnu)
