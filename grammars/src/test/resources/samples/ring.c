/* A ring of bytes shared by two threads. */
#include <stdio.h>

/* One end of a ring. */
struct ring {
    int head;
};

typedef struct { int x; } point_t;

/**
 * \brief Adds bytes to the ring.
 * \param n how many
 */
static int
ring_push(struct ring *r, const char *bytes, size_t n)
{
    return 0;
}

/* Takes bytes out. */
char *ring_pop(struct ring *r, int (*callback)(void));
int (*pointer)(void);
int plain;

#ifdef DEBUG
// Prints the ring.
void ring_dump(void) {}
#endif
