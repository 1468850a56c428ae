import type { SomeMovement } from '../fixtures/bank-statements.ts';

/** The credit transfers of a file, as the bank says them of each. */
export const transfersIn = (
  file: string,
): readonly (SomeMovement & { readonly amount: string })[] =>
  [
    ...file.matchAll(
      /<EndToEndId>(.+?)<\/EndToEndId>[\s\S]*?<InstdAmt Ccy="EUR">(.+?)<[\s\S]*?<Nm>(.+?)</g,
    ),
  ].map(([, endToEnd = '', amount = '', name = '']) => ({ endToEnd, name, amount: `-${amount}` }));
