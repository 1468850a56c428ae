import { LocalFarthing } from '../../e2e/support/local-stack.ts';
import { printedBy } from '../tool.ts';
import { aMagazine, aReader, differing, installClients, put } from './clients.ts';
import { killedFaults } from './private-killed.ts';
import { startSite } from './site.ts';

interface Seen {
  readonly asked: number;
  readonly isListed: boolean;
  readonly sold: number;
  readonly amount: string;
  readonly first: { readonly status: number; readonly text: string };
  readonly again: { readonly status: number; readonly code: string };
  readonly many: readonly number[];
  readonly all: readonly number[];
  readonly left: string;
}

/**
 * Private tokens, bought and used by `@cloudflare/privacypass-ts` as it was published: each is used once, also of a
 * hundred at once. Then the stack is killed in the middle of uses and purchases, and started again.
 * @returns what is otherwise than it should be.
 */
export async function privateFaults(): Promise<readonly string[]> {
  return [...(await clientFaults()), ...(await killedFaults())];
}

async function clientFaults(): Promise<readonly string[]> {
  await installClients();
  const farthing = await LocalFarthing.started();
  try {
    await aMagazine(farthing, 'EUR');
    const front = { name: 'Private reads', meter: 'reads', issuer: 'pay.example', crowd: 1 };
    await put(farthing, '/v1/private-passes/front', front);
    const ada = await aReader(farthing, 'ada', '2.00');
    const site = await startSite(farthing.stack);
    try {
      const address = `${site.url}/a/1`;
      const printed = await printedBy(
        ...(['gate/programs/on-private.mjs', farthing.stack.url, ada.token] as const),
        ...([ada.payer, 'front', '100', address] as const),
      );
      const seen = JSON.parse(printed) as Seen;
      const { body } = await farthing.request('GET', '/v1/private-passes/front');
      const [standing] = (body as { epochs: readonly Readonly<Record<string, unknown>>[] }).epochs;
      const { sold, used, held, open, paid } = standing ?? {};
      console.log(
        `@cloudflare/privacypass-ts: ${seen.first.status}, then ${seen.again.status}; of a hundred at once ${seen.many.join(' and ')}`,
      );
      return [
        ...differing('asked, and the key is listed', [seen.asked, seen.isListed], [402, true]),
        // A hundred at 0.0119.
        ...differing('sold', [seen.sold, seen.amount], [201, '1.19']),
        ...differing('the first', seen.first, { status: 200, text: 'article /a/1' }),
        ...differing('again', seen.again, { status: 402, code: 'private-token.used' }),
        ...differing('a hundred at once', seen.many, [1, 99]),
        ...differing('ten more', new Set(seen.all).size === 1 ? seen.all[0] : seen.all, 200),
        ...differing('standing', [sold, used, held, open, paid], [100, 12, 0, 88, '1.19']),
        ...site.faults,
      ];
    } finally {
      await site.stop();
    }
  } finally {
    await farthing.stop();
    await farthing.remove();
  }
}
