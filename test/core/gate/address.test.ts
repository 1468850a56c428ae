import { describe, expect, it } from '@jest/globals';
import { refuseAddress } from '../../../core/gate/asked.ts';
import { Rejection } from '../../../core/kernel/rejection.ts';

const taken = (url: string): string | undefined => {
  try {
    return refuseAddress(url, '/resource/url').href;
  } catch (error) {
    if (error instanceof Rejection) return error.code;
    throw error;
  }
};

describe('an address that an offer is for', () => {
  it.each([
    'https://news.example/a/1?from=mail',
    'http://127.0.0.1:8787/',
    'http://[::1]:80/a',
    'https://xn--bcher-kva.example/',
    'https://my_shop.example/',
  ])('may be %s', (url) => {
    expect(taken(url)).toBe(new URL(url).href);
  });

  it.each([
    ['one that is no address', 'news'],
    ['another protocol', 'ftp://news.example/'],
    ['a fragment', 'https://news.example/#a'],
    ['an empty fragment', 'https://news.example/#'],
    ['a user', 'https://ada@news.example/'],
    ['a quote in its host, which ends what stands in quotes in a header', 'https://a"b.example/'],
    ['a comma in its host, which begins another challenge', 'https://a,b.example/'],
    ['a semicolon in its host', 'https://a;b.example/'],
    ['a host that is longer than any', `https://${'a'.repeat(254)}/`],
  ])('may not have %s', (_, url) => {
    expect(taken(url)).toBe('request.invalid');
  });
});
