import { describe, expect, it } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { settingsOfStack } from '../../lib/settings/settings.ts';

const monetized = { tenant: 'acme', from: '2026-11-01T00:00:00Z', currency: 'USD' };
const webAcl = 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/site/a1b2c3d4';
const settingsWith = (given: unknown) =>
  settingsOfStack(new App({ context: { 'farthing:wafMonetized': given } }).node, {});

describe('the web ACLs whose money is booked', () => {
  it.each([
    ['no list', '{}'],
    ['two of all web ACLs', JSON.stringify([monetized, { ...monetized, tenant: 'zine' }])],
    [
      'a web ACL of a region',
      JSON.stringify([{ ...monetized, webAcl: webAcl.replace('global', 'regional') }]),
    ],
    ['no instant', JSON.stringify([{ tenant: 'acme' }])],
    ['another member', JSON.stringify([{ ...monetized, chain: 'BASE' }])],
    [
      'two currencies of a tenant',
      JSON.stringify([
        { ...monetized, webAcl },
        { ...monetized, webAcl: `${webAcl}5`, currency: 'EUR' },
      ]),
    ],
  ])('are refused where they are %s', (_, given) => {
    expect(() => settingsWith(given)).toThrow(/^set farthing:wafMonetized to a JSON array of/);
  });

  it('are several, each with its tenant', () => {
    const both = [
      { ...monetized, webAcl },
      { ...monetized, tenant: 'zine', webAcl: `${webAcl}5` },
    ];

    expect(settingsWith(both).monetized.wafMonetized).toEqual(both);
  });
});
