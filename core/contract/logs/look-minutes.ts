/** The minutes of each hour in which it is looked for what is new in the books, for public logs. */
export const lookMinutes = [3, 13, 23, 33, 43, 53] as const;
