/** Where a rail leads back to, in a tab of its own: which says so, and asks nothing. */
export const cameBack = (fragment: string): 'paid' | 'unpaid' | undefined =>
  fragment === '#paid' ? 'paid' : fragment === '#unpaid' ? 'unpaid' : undefined;
