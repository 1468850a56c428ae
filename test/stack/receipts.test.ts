import { describe, expect, it } from '@jest/globals';
import type { FarthingProps } from '../../lib/farthing-props.ts';
import { settingsOfProps } from '../../lib/settings/settings.ts';
import { aStack, resourcesOf } from './a-stack.ts';
import type { Resource } from './resource.ts';
import { at, ofType, resources } from './synthesized.ts';

const x = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';
const keysOf = (all: ReadonlyMap<string, Resource>) =>
  ofType(all, 'AWS::KMS::Key').filter(([id]) => id.startsWith('Receipts'));
const first = { from: '1970-01-01T00:00:00Z' };
const second = { from: '2027-01-01T00:00:00Z' };
const third = { from: '2028-01-01T00:00:00Z' };

describe('the key of receipts', () => {
  it('signs by Ed25519, and outlives the stack', () => {
    const [[id, key] = []] = keysOf(resources);

    expect(id).toMatch(/^ReceiptsKey[A-F0-9]{8}$/);
    expect(key).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: { KeySpec: 'ECC_NIST_EDWARDS25519', KeyUsage: 'SIGN_VERIFY' },
    });
  });
});

describe('several keys of receipts', () => {
  const rotated = resourcesOf(
    aStack({ 'farthing:receiptKeys': JSON.stringify([{ ...first, publicKey: x }, second, third]) }),
  );

  it('are those that sign, by when each begins: one that is gone is not made again', () => {
    expect(keysOf(rotated).map(([id]) => id.replace(/\w{8}$/, ''))).toEqual([
      'ReceiptsKey20270101T000000Z',
      'ReceiptsKey20280101T000000Z',
    ]);
  });

  it('have the newest under their alias, for people', () => {
    const [[, alias] = []] = ofType(rotated, 'AWS::KMS::Alias');

    expect(JSON.stringify(at(alias, 'TargetKeyId'))).toContain('ReceiptsKey20280101T000000Z');
  });

  it('are told to ServeSpend, which may sign with each, and to no function else', () => {
    const signing = ofType(rotated, 'AWS::IAM::Role').filter(([, { Properties }]) =>
      JSON.stringify(Properties['Policies'] ?? '').includes('kms:Sign'),
    );
    const told = ofType(rotated, 'AWS::Lambda::Function').filter(([, { Properties }]) =>
      JSON.stringify(Properties).includes(`${first.from}=${x},${second.from}=`),
    );

    expect([...signing, ...told].map(([id]) => id)).toEqual([
      expect.stringContaining('ServeSpendRole'),
      expect.stringContaining('ServeSpendHandler'),
    ]);
    for (const [id] of keysOf(rotated)) expect(JSON.stringify(signing)).toContain(`"${id}"`);
  });
});

describe('the setting of the keys of receipts', () => {
  it.each([
    ['no list', {}],
    ['no key', []],
    ['none from the beginning on', [second]],
    ['two of one time', [first, first]],
    ['a time that is none', [first, { from: '2027-02-30T00:00:00Z' }]],
    ['a public key that is none', [{ ...first, publicKey: 'x' }, second]],
    ['none that signs at last', [first, { ...second, publicKey: x }]],
    ['something else', [{ ...first, arn: 'a' }]],
  ])('is refused with %s', (_, keys) => {
    const receiptKeys = keys as unknown as NonNullable<FarthingProps['receiptKeys']>;

    expect(() => settingsOfProps({ receiptKeys })).toThrow('set receiptKeys to a JSON array');
  });
});
