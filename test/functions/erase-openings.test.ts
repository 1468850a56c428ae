import { describe, expect, it } from '@jest/globals';
import { pseudonymOf } from '../../core/metering/pseudonyms/pseudonym.ts';
import { payerOpener } from '../../core/transparency/commitment.ts';
import { aWorld, countsOf } from '../support/a-payers-world.ts';
import { viewsOf } from '../support/billed-tenant.ts';
import { there } from '../support/there.ts';

describe('erasing what opens a public log', () => {
  it('takes the salts of the payer, and of the pseudonyms that stand for it in the books', async () => {
    const { payers, used, erase } = await aWorld();
    await used(viewsOf('reader-7', 2));
    const salt = (await payers.salts.find('acme', ['reader-7'])).get('reader-7');
    const pseudonym = pseudonymOf('acme', 'reader-7', there(salt));
    for (const payer of ['subject:reader-7', `subject:${pseudonym}`, 'subject:reader-8'])
      await payers.openers.add('acme', payerOpener(payer), new Uint8Array(32));

    const { body } = await erase('subject:reader-7');

    const left = ['subject:reader-7', `subject:${pseudonym}`, 'subject:reader-8'].map(payerOpener);
    expect(countsOf(body)).toEqual({ salts: 1, openings: 2 });
    expect([...(await payers.openers.find('acme', left)).keys()]).toEqual([left[2]]);
  });
});
