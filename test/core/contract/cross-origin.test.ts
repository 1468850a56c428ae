import { describe, expect, it } from '@jest/globals';
import { crossOrigin } from '../../../core/contract/cross-origin.ts';
import { openApiDocument } from '../../../core/contract/openapi.ts';

interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
}

interface DescribedOperation {
  readonly parameters?: readonly { readonly name?: string; readonly in?: string }[];
  readonly responses: Readonly<Record<string, { readonly headers?: object }>>;
}

const { paths } = openApiDocument() as unknown as Described;
const operations = Object.values(paths).flatMap((path) => Object.values(path));

describe('a page of another origin', () => {
  it('sees every header of an answer that the contract has', () => {
    const declared = operations
      .flatMap(({ responses }) => Object.values(responses))
      .flatMap(({ headers = {} }) => Object.keys(headers).map((name) => name.toLowerCase()))
      // A browser reads these itself.
      .filter((name) => !name.startsWith('access-control-'));

    expect(declared.length).toBeGreaterThan(10);
    expect(crossOrigin.answerHeaders).toEqual(expect.arrayContaining([...new Set(declared)]));
  });

  it('may send every header of a request that the contract has', () => {
    const declared = operations
      .flatMap(({ parameters = [] }) => parameters)
      .flatMap(({ name = '', in: where }) => (where === 'header' ? [name.toLowerCase()] : []));

    // No page sends what Stripe's servers sign.
    const sent = new Set(declared.filter((name) => name !== 'stripe-signature'));

    expect(declared).toContain('idempotency-key');
    expect(crossOrigin.requestHeaders).toEqual(expect.arrayContaining([...sent]));
  });
});
