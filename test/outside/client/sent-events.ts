/** What is sent of one thing that was used; amounts are decimals as text. */
export interface Used {
  readonly id: string;
  readonly subject: string;
  readonly time: Date;
  readonly value: string;
  readonly model: string;
}

const millionths = (text: string): bigint => BigInt(text.replace('.', ''));
const decimal = (units: bigint): string =>
  `${units / 1_000_000n}.${String(units % 1_000_000n).padStart(6, '0')}`.replace(/\.?0+$/, '');

/** Things used by three subjects within two hours; no two alike. */
export const used = (count: number, from: string): Used[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `used-${index}`,
    subject: `subject-${index % 3}`,
    time: new Date(Date.parse(from) + index * 1_000),
    value: `${index}.${String((index * 333_667) % 1_000_000).padStart(6, '0')}`,
    model: `model-${index % 2}`,
  }));

/** By subject, how many and what they come to, exactly. */
export function summed(all: readonly Used[]): Record<string, { count: number; amount: string }> {
  const groups = Map.groupBy(all, ({ subject }) => subject);
  return Object.fromEntries(
    [...groups].map(([subject, those]) => [
      subject,
      {
        count: those.length,
        amount: decimal(those.reduce((sum, { value }) => sum + millionths(value), 0n)),
      },
    ]),
  );
}

/** Does it again, as it was, until it is answered: an answer may be lost after all was done. */
export async function untilAnswered<Answer>(
  isLost: (error: unknown) => boolean,
  attempt: () => Promise<Answer>,
): Promise<Answer> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isLost(error)) throw error;
    }
  }
}

/** What an SDK throws where it must. Fails where it takes the answer for a success. */
export async function thrownBy(what: string, attempt: () => Promise<unknown>): Promise<unknown> {
  try {
    await attempt();
  } catch (error) {
    return error;
  }
  throw new Error(`${what} was answered as if it were done`);
}
