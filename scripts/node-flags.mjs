// How Node is told to run the product and what measures it.

/**
 * A full judgement of a large mesh makes much that is soon of no use. With 16 MB for young objects, which is Node's own
 * choice, a third of the time goes into copying what is about to be dropped; with 32 MB it is a sixth.
 */
export const NODE_FLAGS = ['--max-semi-space-size=32'];
