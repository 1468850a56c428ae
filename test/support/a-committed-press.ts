import { closingId } from '../../core/books/document.ts';
import type { CommitmentBody } from '../../core/contract/catalog/commitment-shapes.ts';
import type { SettingsBody } from '../../core/contract/catalog/settings-shapes.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { aPlan } from '../fixtures/plans.ts';
import { aSeller, priced } from './a-seller.ts';

/** What a document says of the term that its month is in, and which of its lines are of what was missing. */
interface ReadCommitment {
  readonly commitment?: Readonly<Record<string, string>>;
  readonly lines: readonly {
    readonly id: string;
    readonly kind: string;
    readonly description: string;
    readonly exactAmount: string;
  }[];
  readonly total: string;
  readonly id: string;
}

export const always = [{ plan: 'reader', from: '2026-01-01' }];
export const aQuarter = { from: '2026-01', every: 'quarter', amount: '12' } as const;

/** A seller of views at 1 each, and `press`, which commits to an amount over terms; put on the first of January. */
export async function aCommittedPress(
  commitments: readonly CommitmentBody[],
  {
    customer = {},
    settings = {},
    reader = aPlan(priced('1')),
  }: {
    readonly customer?: object;
    readonly settings?: Partial<SettingsBody>;
    readonly reader?: ReturnType<typeof aPlan>;
  } = {},
) {
  const seller = await aSeller({ reader }, { bounds: null, ...settings });
  const body = { subjects: ['app-1'], plan: always, commitments, ...customer };
  seller.isNow('2026-01-05T00:00:00Z');
  const created = await seller.put('press', body);
  const document = async (month: string, attempt = 1): Promise<ReadCommitment> => {
    const id = closingId('press', monthFrom(month), attempt);
    const { body: read } = await seller.ask('GET /v1/invoices/{id}', { params: { id } });
    return read as unknown as ReadCommitment;
  };
  return {
    ...seller,
    created,
    body,
    /** So many views in the middle of a month, that have come by the clock of now. */
    views: (month: string, count: number) =>
      seller.uses('app-1', ...Array.from({ length: count }, () => `${month}-10T00:00:00Z`)),
    /** Sweeps on the third of the month after each, so that they are closed. */
    async close(...months: readonly string[]): Promise<void> {
      for (const month of months) {
        const [year = 0, number = 0] = month.split('-').map(Number);
        seller.isNow(new Date(Date.UTC(year, number, 3, 9)).toISOString());
        await seller.sweep();
      }
    },
    document,
    /** The lines of what was missing, by the month whose document has them. */
    async missing(...months: readonly string[]) {
      const read = await Promise.all(months.map((month) => document(month)));
      return read.map(({ lines }) =>
        lines
          .filter(({ description }) => description.includes('what is missing'))
          .map(({ kind, exactAmount }) => [kind, exactAmount]),
      );
    },
    /** What all months of 2026 together were billed for, exact. */
    async billed(months = 12): Promise<number> {
      const all = Array.from({ length: months }, (_, one) => String(one + 1).padStart(2, '0'));
      const sums = await Promise.all(all.map((one) => seller.comesTo('press', `2026-${one}`)));
      return sums.reduce((sum, one) => sum + Number(one), 0);
    },
  };
}
