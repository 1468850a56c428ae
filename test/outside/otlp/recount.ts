/** What the program did, as it says. */
export interface Did {
  readonly calls: readonly {
    readonly model: string;
    readonly tier: string;
    readonly input: number;
    readonly cached: number;
    readonly output: number;
  }[];
  readonly downloads: Readonly<Record<string, number>>;
  readonly sent: Readonly<Record<string, number>>;
}

/** What a million tokens cost, in ten-thousandths: in, cached, out; half of it in a batch of a model of the table. */
const prices: Readonly<Record<string, readonly [bigint, bigint, bigint]>> = {
  'm-large': [30_000n, 3_000n, 150_000n],
  'm-small': [2_500n, 250n, 12_500n],
};
/** Ten-thousandths of millionths: 1e-10. */
const PER_CENT = 100_000_000n;

const sumOf = (numbers: Iterable<bigint>): bigint =>
  [...numbers].reduce((sum, one) => sum + one, 0n);

/** What its month comes to, counted once more from nothing but what it did. */
export function recounted({ calls, downloads, sent }: Did) {
  let cost = 0n;
  for (const { model, tier, input, cached, output } of calls) {
    const known = prices[model];
    const [into, hit, out] = known ?? [30_000n, 3_000n, 150_000n];
    const halves = tier === 'batch' && known !== undefined ? 1n : 2n;
    const whole = BigInt(input - cached) * into + BigInt(cached) * hit + BigInt(output) * out;
    cost += (whole * halves) / 2n;
  }
  const downloaded = sumOf(Object.values(downloads).map(BigInt));
  const bytes = sumOf(Object.values(sent).map(BigInt));
  cost += downloaded * 2_500_000_000n + bytes * 10n;
  const quantities = {
    bytes: String(bytes),
    downloads: String(downloaded),
    tokens_cached: String(sumOf(calls.map(({ cached }) => BigInt(cached)))),
    tokens_in: String(sumOf(calls.map(({ input, cached }) => BigInt(input - cached)))),
    tokens_out: String(sumOf(calls.map(({ output }) => BigInt(output)))),
  };
  const cents = (cost + PER_CENT / 2n) / PER_CENT;
  return { subtotal: `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`, quantities };
}
