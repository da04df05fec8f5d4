/** How the queue is read: what is due first, what is worth most reading, what was disposed of, and what stands of "not again". */
export const SHOWS = ['due', 'risk', 'done', 'cautions'] as const;

/** One of these. */
export type ReviewShow = (typeof SHOWS)[number];
