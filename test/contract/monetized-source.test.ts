import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { MonetizedSource } from '../../core/gate/monetized/ports.ts';
import { judged, type MonetizedRecord } from '../../core/gate/monetized/record.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { wafClient } from '../../functions/adapters/clients.ts';
import { wafRecords } from '../../functions/adapters/waf-records.ts';
import { inMemoryRecords } from '../fakes/monetized.ts';

/** Answers of `ListSettlementRecords`, in the shapes that AWS documents. */
const pages = JSON.parse(
  readFileSync('test/fixtures/waf/settlement-records.json', 'utf8'),
) as readonly { readonly Settlements: readonly Readonly<Record<string, unknown>>[] }[];

const webAcl = 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/site/a1b2c3d4';
const from = timestampOf(Date.UTC(2026, 10, 28));
const to = timestampOf(Date.UTC(2026, 10, 29));

/** AWS WAF that answers these pages, and the bodies that it was asked with. */
function byTheApi() {
  const asked: Record<string, unknown>[] = [];
  const client = wafClient({
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestHandler: {
      handle: async (request: { readonly body: Uint8Array; readonly hostname: string }) => {
        const body = JSON.parse(new TextDecoder().decode(request.body)) as Record<string, unknown>;
        asked.push({ ...body, hostname: request.hostname });
        const page = pages[body['NextMarker'] === 'page-2' ? 1 : 0];
        const headers = { 'content-type': 'application/x-amz-json-1.1' };
        const answer = new TextEncoder().encode(JSON.stringify(page));
        return { response: { statusCode: 200, headers, body: answer } };
      },
    },
  } as unknown as Parameters<typeof wafClient>[0]);
  return { asked, source: wafRecords(client) };
}

function inMemory(): MonetizedSource {
  const source = inMemoryRecords(3);
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  for (const told of pages.flatMap(({ Settlements }) => Settlements)) {
    const record: MonetizedRecord = {
      at: timestampOf(Number(told['Timestamp']) * 1_000),
      ...{ status: String(told['Status']), amount: String(told['Amount']) },
      ...{ currency: text(told['Currency']), network: text(told['Network']) },
      ...{ transaction: text(told['TransactionId']), request: text(told['RequestId']) },
      ...{ address: text(told['PayerAddress']), path: text(told['ContentPath']) },
    };
    source.all.push({ record, webAcl });
  }
  return source;
}

describe.each([
  ['in memory', inMemory],
  ['of AWS WAF', () => byTheApi().source],
])('records %s', (_, made) => {
  it('are those of the instants that are asked for, the oldest first, page by page', async () => {
    const source = made();

    const first = await source.records({ webAcl, from, to, after: undefined });
    const second = await source.records({ webAcl, from, to, after: first.next });

    expect(first.records.map(({ status }) => status)).toEqual(['SETTLED', 'PENDING', 'FAILED']);
    expect(second.records.map(({ status }) => status)).toEqual([
      ...['SERVICE_ERROR', 'SKIPPED_ORIGIN_ERROR', 'DUPLICATE'],
    ]);
    expect(second.next).toBeUndefined();
    expect(first.records[0]).toEqual({
      at: Date.UTC(2026, 10, 28, 9),
      ...{ status: 'SETTLED', amount: '0.003', currency: 'USDC', network: 'eip155:8453' },
      transaction: '0x89c91c789e57059b17285e7ba1716a1f5ff4c5dace0ea5a5135f26158d0421b9',
      request: '1-5f0c3a7e-0000000000000000000000a1',
      address: '0x857b06519E91e3A54538791bDbb0E22373e36b66',
      path: '/articles/1',
    });
  });

  it('say what became of the money, and the same payment twice the same', async () => {
    const source = made();
    const first = await source.records({ webAcl, from, to, after: undefined });
    const second = await source.records({ webAcl, from, to, after: first.next });

    const said = [...first.records, ...second.records].map(judged);

    expect(said.map(({ kind }) => kind)).toEqual([
      ...['money', 'waits', 'none', 'none', 'none', 'money'],
    ]);
    const ids = said.flatMap((one) => (one.kind === 'money' ? [one.id] : []));
    expect(new Set(ids).size).toBe(1);
  });
});

describe('AWS WAF', () => {
  it('is asked in us-east-1 for what is before CloudFront, of one web ACL, at most a hundred at once', async () => {
    const { asked, source } = byTheApi();

    const { next } = await source.records({ webAcl, from, to, after: undefined });
    await source.records({ webAcl: undefined, from, to, after: next });

    const always = {
      ...{ Scope: 'CLOUDFRONT', Currency: 'USDC', SortBy: 'TIMESTAMP', SortOrder: 'ASC' },
      TimeWindow: { StartTime: from / 1_000, EndTime: to / 1_000 },
      ...{ Limit: 100, hostname: 'wafv2.us-east-1.amazonaws.com' },
    };
    expect(asked).toEqual([
      { ...always, Filters: [{ Name: 'WebACLArn', Values: [webAcl] }] },
      { ...always, NextMarker: 'page-2' },
    ]);
  });
});
