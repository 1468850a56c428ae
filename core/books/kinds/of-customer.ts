/** What is so of every document that is about nobody who earns. */
export const ofCustomer = {
  payeeMonth: () => undefined,
  payeeAfter: <Balance>(balance: Balance): Balance => balance,
  payoutAfter: <State>(payout: State): State => payout,
} as const;
