import type { Api } from '../../api.ts';

/**
 * Issues what is a draft of a month, each by the fingerprint that it has now. Stops at the first that is refused, and
 * where it shall; what was issued before it stays so, and whoever asks again goes on with the rest.
 */
export async function issueAll(
  api: Api,
  { period, reason }: { readonly period: string; readonly reason: string },
  onIssued: (count: number) => void,
  stop: AbortSignal,
): Promise<void> {
  let count = 0;
  onIssued(count);
  const drafts: string[] = [];
  let cursor: string | undefined;
  do {
    // The list of invoices has no statements, and they wait as well.
    const query = { status: 'parked' as const, cursor };
    const page = await api.ask('GET /v1/billing-runs/{period}', { path: { period }, query });
    drafts.push(...page.customers.flatMap(({ id }) => id ?? []));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  for (const id of drafts) {
    if (stop.aborted) return;
    const draft = await api.ask('GET /v1/invoices/{id}', { path: { id } });
    const parked =
      draft.type === 'invoice' || draft.type === 'statement' ? draft.parked : undefined;
    // It was issued by somebody else meanwhile.
    if (parked === undefined) continue;
    const { fingerprint } = parked;
    await api.ask('POST /v1/invoices/{id}/issue', { path: { id }, body: { reason, fingerprint } });
    count += 1;
    onIssued(count);
  }
}
