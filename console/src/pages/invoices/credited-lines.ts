/** The lines that a person gave an amount for, as they are asked for. Whether it is one, the interface says. */
export const creditedLines = (
  amounts: Readonly<Record<string, string>>,
): readonly { readonly line: string; readonly amount: string }[] =>
  Object.entries(amounts)
    .map(([line, amount]) => ({ line, amount: amount.trim() }))
    .filter(({ amount }) => amount !== '');
