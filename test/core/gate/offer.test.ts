import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newOffer, openedOffer } from '../../../core/gate/offer.ts';
import { KnownSecrets } from '../../../core/gate/offer-secret.ts';
import { nanosOf } from '../../../core/kernel/money.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { inMemoryOfferSecrets } from '../../fakes/offer-secrets.ts';

const day = 86_400_000;
const now = timestampOf(Date.UTC(2026, 10, 29, 12));
let made = 0;
const random = {
  bytes: (count: number) => {
    made += 1;
    return Buffer.alloc(count, made);
  },
};
const of = { tenant: 'acme', bound: 'an article' };

const offered = (secrets: KnownSecrets, atMost = 10_000_000n, at = now) =>
  newOffer(secrets, of, {
    ...{ atMost: nanosOf(atMost), currency: 'EUR', payer: 'press', now: at, random },
  });

describe('an offer', () => {
  it('is what was offered, whoever opens it with the same secret', async () => {
    const stored = inMemoryOfferSecrets();
    const [here, there] = [new KnownSecrets(stored, random), new KnownSecrets(stored, random)];

    await fc.assert(
      fc.asyncProperty(fc.bigInt(0n, 10n ** 24n), async (amount) => {
        const offer = await offered(here, amount);

        expect(await openedOffer(there, of, { text: offer.text, now })).toEqual(offer);
      }),
      { numRuns: 30 },
    );
  });

  it('is refused of another tenant with the very same secret, and for anything else', async () => {
    const same = { find: async () => Buffer.alloc(32, 7), put: async () => 'taken' as const };
    const secrets = new KnownSecrets(same, random);
    const { text } = await offered(secrets);

    const elsewhere = await openedOffer(secrets, { ...of, tenant: 'other' }, { text, now });
    const other = await openedOffer(secrets, { ...of, bound: 'another' }, { text, now });

    expect([elsewhere, other]).toEqual(['refused', 'refused']);
  });

  it('is refused where any letter of it is another', async () => {
    const secrets = new KnownSecrets(inMemoryOfferSecrets(), random);
    const { text } = await offered(secrets);

    await fc.assert(
      fc.asyncProperty(
        // The last letter has bits that say nothing.
        fc.nat({ max: text.length - 2 }),
        fc.constantFrom(...'0aZ._-'),
        async (index, letter) => {
          fc.pre(text[index] !== letter);
          const altered = `${text.slice(0, index)}${letter}${text.slice(index + 1)}`;

          expect(await openedOffer(secrets, of, { text: altered, now })).toBe('refused');
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is at most 110 letters long, for a million million', async () => {
    const { text } = await offered(new KnownSecrets(inMemoryOfferSecrets(), random), 10n ** 21n);

    expect(text.length).toBeLessThanOrEqual(110);
  });

  it('is taken while the secret is the last one or the one before, and not after', async () => {
    const secrets = new KnownSecrets(inMemoryOfferSecrets(), random);
    const before = timestampOf(Math.floor(now / (90 * day)) * 90 * day + 90 * day - 1_000);
    const { text } = await offered(secrets, 1n, before);

    const opened = await openedOffer(secrets, of, { text, now: timestampOf(before + 60_000) });
    const later = await openedOffer(secrets, of, { text, now: timestampOf(before + 91 * day) });

    expect([opened, later]).toEqual([expect.objectContaining({ text }), 'refused']);
  });

  it('is of one secret, whoever makes it first, and whatever becomes of the put', async () => {
    const stored = inMemoryOfferSecrets();
    const unsure = {
      ...stored,
      put: async (...put: Parameters<typeof stored.put>) => {
        await stored.put(...put);
        return 'unknown' as const;
      },
    };
    const all = [new KnownSecrets(unsure, random), new KnownSecrets(stored, random)];

    const [one, other] = await Promise.all(all.map((secrets) => secrets.current('acme', now)));

    expect(one?.key('offer').export()).toEqual(other?.key('offer').export());
    expect(one?.key('offer').export()).not.toEqual(one?.key('mpp').export());
  });

  it('is made after all where the secret could not be read at first', async () => {
    const stored = inMemoryOfferSecrets();
    let isDown = true;
    const find: typeof stored.find = async (...asked) => {
      if (isDown) throw new Error('not now');
      return stored.find(...asked);
    };
    const secrets = new KnownSecrets({ ...stored, find }, random);
    await expect(offered(secrets)).rejects.toThrow('not now');
    isDown = false;

    await expect(offered(secrets)).resolves.toMatchObject({ currency: 'EUR' });
  });
});
