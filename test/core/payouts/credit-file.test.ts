import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { validateXML } from 'xmllint-wasm';
import { payoutOfReference, referenceOf } from '../../../core/payouts/names.ts';
import { aSepaMethod, somePayouts } from '../../support/some-payouts.ts';

const schema = join(import.meta.dirname, '../../../../shared/vectors/iso20022/pain.001.001.09.xsd');
const isThere = existsSync(schema);
const onlyThere = isThere ? '' : ' (skipped: ../shared/vectors/iso20022 is not on this machine)';
const itThere = isThere ? it : it.skip;

/** What is wrong with a file by the official schema of ISO 20022. */
async function faultsOf(file: string): Promise<readonly string[]> {
  const { errors } = await validateXML({
    xml: { fileName: 'payouts.xml', contents: file },
    schema: [{ fileName: 'pain.001.001.09.xsd', contents: readFileSync(schema, 'utf8') }],
  });
  return errors.map(({ message }) => message);
}

const address = {
  street: 'Düsternstraße',
  building: '4 b',
  postalCode: '75001',
  town: 'Paris',
  country: 'FR',
};

describe('the file of payouts', () => {
  itThere(`is valid by the schema of pain.001.001.09${onlyThere}`, async () => {
    const world = await somePayouts({ currencies: ['EUR', 'SEK'] });
    await world.payee('ada', '12.345', aSepaMethod({ bic: 'PSSTFRPPXXX', address }));
    await world.payee('bo', '7', aSepaMethod({ holder: 'Ψυχή/Ærø & Co' }));
    await world.earn('bo', '100.5', 'SEK');
    await world.state('bo', 'SEK');
    const { id } = await world.paid();
    const file = await world.file(id);

    expect(await faultsOf(file)).toEqual([]);
    expect(
      await faultsOf(file.replace('<NbOfTxs>3</NbOfTxs>', '<NbOfTxs>all</NbOfTxs>')),
    ).not.toEqual([]);
  });

  it('has a batch for each currency, with exact sums, and addresses in parts', async () => {
    const world = await somePayouts({
      currencies: ['EUR', 'SEK'],
      fees: { sepa: { EUR: '0.34' } },
    });
    await world.payee('ada', '12.345', aSepaMethod({ address }));
    await world.earn('ada', '100.5', 'SEK');
    await world.state('ada', 'SEK');
    const { id, items } = await world.paid();
    const file = await world.file(id);
    const [item] = await world.runs.items('acme', items, 0);

    expect([...file.matchAll(/<CtrlSum>(.+?)</g)].map(([, sum]) => sum)).toEqual([
      '112.5',
      '12.00',
      '100.50',
    ]);
    expect([...file.matchAll(/<PmtInfId>(.+?)</g)].map(([, name]) => name)).toEqual([
      `${id}-EUR`,
      `${id}-SEK`,
    ]);
    expect(file.match(/<Cd>SEPA<\/Cd>/g)).toHaveLength(1);
    expect(file).toMatch(
      /<StrtNm>Duesternstrasse<\/StrtNm>\s*<BldgNb>4 b<\/BldgNb>\s*<PstCd>75001<\/PstCd>\s*<TwnNm>Paris<\/TwnNm>\s*<Ctry>FR</,
    );
    expect(file).not.toContain('AdrLine');
    expect(file).toContain(`<EndToEndId>${referenceOf(item?.payout ?? '')}</EndToEndId>`);
  });

  it('is the same bytes each time, and is to be paid on a day on which banks settle', async () => {
    const world = await somePayouts();
    await world.payee('ada', '12');
    const { id } = await world.paid({ payOn: '2026-02-07' });
    const file = await world.file(id);
    world.on('2026-02-20');

    expect(await world.file(id)).toBe(file);
    // The 7th is a Saturday.
    expect(file).toMatch(/<ReqdExctnDt>\s*<Dt>2026-02-09</);
  });
});

describe('what a payout is called by banks', () => {
  it('is 28 characters, and leads back to its document', () => {
    const id = `pout_${'0f'.repeat(16)}`;

    expect(referenceOf(id)).toHaveLength(28);
    expect(payoutOfReference(referenceOf(id))).toBe(id);
    expect(payoutOfReference('FP-ZZZZZZZZZZZZZZZZZZZZZZZZZ')).toBeUndefined();
    expect(payoutOfReference('FE-0000000000000000000000000-1')).toBeUndefined();
  });
});
