// What of ICU's data the program holds: packaging/build says it, so that the names and orders of all the world's languages, which
// Berth does not speak, stay out of the program that is shipped. It has to be an object of the program's own: what an archive
// defines as well is taken from whoever comes first.
#ifdef CP_UNICODE_DATA
#include CP_UNICODE_DATA
#endif

#ifdef __ELF__
.section .note.GNU-stack, "", @progbits
#endif
