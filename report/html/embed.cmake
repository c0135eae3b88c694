# SPDX-License-Identifier: GPL-2.0-or-later
# cmake -DNAME=page_css -DINPUT=page.css -DOUTPUT=page_css.c -P embed.cmake
# Writes a C file that holds the input as an array, which ends with NUL.
file(READ ${INPUT} bytes HEX)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
file(WRITE ${OUTPUT} "#include \"report/html/page.h\"\n\nconst char ${NAME}[] = { ${bytes}0 };\n")
