import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { validateXML } from 'xmllint-wasm';
import { collectOn, type SomeSepa, someSepa } from '../../../support/some-sepa.ts';

const schema = join(
  import.meta.dirname,
  '../../../../../shared/vectors/iso20022/pain.008.001.08.xsd',
);
const isThere = existsSync(schema);
const onlyThere = isThere ? '' : ' (skipped: ../shared/vectors/iso20022 is not on this machine)';
const itThere = isThere ? it : it.skip;

/** What is wrong with a file by the official schema of ISO 20022. */
async function faultsOf(file: string): Promise<readonly string[]> {
  const { errors } = await validateXML({
    xml: { fileName: 'batch.xml', contents: file },
    schema: [{ fileName: 'pain.008.001.08.xsd', contents: readFileSync(schema, 'utf8') }],
  });
  return errors.map(({ message }) => message);
}

async function twoDebits(world: SomeSepa): Promise<void> {
  await world.debtor('press-review', '12.34');
  await world.debtor('radio', '0.07');
}

describe('the file of a batch', () => {
  itThere(`is valid by the schema of pain.008.001.08${onlyThere}`, async () => {
    const world = await someSepa({ bic: 'BYLADEM1001', name: 'Süddeutsches “Magazin” & Co' });
    await twoDebits(world);
    await world.sign('radio', {
      name: 'Ψυχή/Ærø',
      iban: 'FR1420041010050500013M02606',
      bic: 'PSSTFRPPXXX',
    });
    const file = await world.file(await world.prepare());

    expect(await faultsOf(file)).toEqual([]);
    expect(
      await faultsOf(file.replace('<NbOfTxs>2</NbOfTxs>', '<NbOfTxs>two</NbOfTxs>')),
    ).not.toEqual([]);
  });

  itThere(`is valid where a mandate is amended${onlyThere}`, async () => {
    const world = await someSepa();
    const invoice = await world.debtor();
    const batch = await world.prepare();
    world.on('2026-02-19');
    await world.tell('returned', batch.items[0]?.endToEndId ?? '', {
      amount: '12.34',
      reason: 'AM04',
    });
    await world.tell('settled', batch.id, { amount: '12.34' });
    await world.sign('press-review', { iban: 'FR1420041010050500013M02606' });
    const file = await world.file(
      await world.prepare({ collectOn: '2026-02-24', invoices: [invoice] }),
    );

    expect(await faultsOf(file)).toEqual([]);
    expect(file).toContain('<AmdmntInd>true</AmdmntInd>');
    expect(file).toMatch(/<OrgnlDbtrAcct>\s*<Id>\s*<IBAN>DE02120300000000202051</);
  });

  it('has exact sums, what it collects, and from whom', async () => {
    const world = await someSepa();
    await twoDebits(world);
    const batch = await world.prepare();
    const file = await world.file(batch);

    expect(file.match(/<CtrlSum>12\.41<\/CtrlSum>/g)).toHaveLength(2);
    expect(file.match(/<NbOfTxs>2<\/NbOfTxs>/g)).toHaveLength(2);
    expect(file).toContain(`<MsgId>${batch.id}</MsgId>`);
    expect(file).toContain(`<ReqdColltnDt>${collectOn}</ReqdColltnDt>`);
    for (const { endToEndId } of batch.items) {
      expect(file).toContain(`<EndToEndId>${endToEndId}</EndToEndId>`);
    }
    expect(file).toContain('<DtOfSgntr>2026-01-15</DtOfSgntr>');
    expect(file).toMatch(/<Ustrd>INV-2026-00000[12]<\/Ustrd>/);
    expect(file).not.toContain('AmdmntInd');
  });

  it('is the same bytes each time, also once the bank has it', async () => {
    const world = await someSepa();
    await twoDebits(world);
    const batch = await world.prepare();
    const before = await world.file(batch);

    world.on('2026-02-12');
    await world.sign('radio', { iban: 'FR1420041010050500013M02606' });
    await world.submit(batch);

    expect(await world.file(await world.prepare())).toBe(before);
  });
});
