import type { EpochPlace, PassSale, PrivatePasses } from './ports.ts';

const PAGE_SIZE = 500;

/** Sales of an epoch that were paid. */
export async function* paidSales(
  passes: Pick<PrivatePasses, 'sales'>,
  place: EpochPlace,
): AsyncGenerator<PassSale> {
  for (let after: string | undefined; ; ) {
    const page = await passes.sales(place, { after, limit: PAGE_SIZE });
    for (const sale of page) if (sale.state === 'paid') yield sale;
    if (page.length < PAGE_SIZE) return;
    after = page.at(-1)?.sale;
  }
}

/** How many payers have bought in an epoch; no more are counted than are asked for. */
export async function crowdOf(
  passes: Pick<PrivatePasses, 'sales'>,
  place: EpochPlace,
  enough: number,
): Promise<number> {
  const buyers = new Set<string>();
  for await (const { buyer } of paidSales(passes, place)) {
    buyers.add(buyer);
    if (buyers.size >= enough) break;
  }
  return buyers.size;
}
