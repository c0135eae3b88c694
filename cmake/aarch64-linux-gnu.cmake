# SPDX-License-Identifier: GPL-2.0-or-later
# Builds the guest program for arm64 with Debian's cross compiler (gcc-aarch64-linux-gnu) and the
# arm64 packages of its libraries (dpkg --add-architecture arm64; libbpf-dev:arm64, libelf-dev:arm64,
# zlib1g-dev:arm64, libjansson-dev:arm64), together with HOOKBENCH_GUEST_ONLY.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)
# pkg-config must find only the libraries of this architecture; the caller may name another folder.
if(NOT DEFINED ENV{PKG_CONFIG_LIBDIR})
  set(ENV{PKG_CONFIG_LIBDIR} /usr/lib/aarch64-linux-gnu/pkgconfig:/usr/share/pkgconfig)
endif()
