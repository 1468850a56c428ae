import { describe, expect, it } from '@jest/globals';
import { createReader, createSender } from '../../sdk/src/index.ts';

const right = { url: 'https://farthing.example/', apiKey: 'ft_test_key_secret', source: 'urn:s' };

describe.each([
  ['sender', createSender],
  ['reader', createReader],
])('a %s', (_, create) => {
  const errorOf = (wrong: object): string => {
    try {
      create({ ...right, ...wrong });
    } catch (error) {
      return String(error);
    }
    return 'none';
  };

  it.each([
    ['an end of a line', 'ft_test_secret\n'],
    ['a line', 'ft_test\nsecret'],
    ['a space', 'ft_test secret'],
    ['a letter that is none of ASCII', 'ft_test_sécret'],
    ['nothing', ''],
    ['a number', 5_550_123],
    ['no key', undefined],
  ])('refuses a key with %s, and does not show it', (_what, apiKey) => {
    const error = errorOf({ apiKey });

    expect(error).toMatch(/^TypeError: give the key as apiKey/);
    expect(error).not.toMatch(/ft_test|cret|5550123/);
  });

  it.each([
    ['nothing of the kind', 'farthing', 'farthing'],
    ['no scheme', 'localhost:3000', 'localhost:3000'],
    ['another scheme', 'ftp://farthing.example', 'ftp://farthing.example'],
    ['a query', 'https://farthing.example/?token=secret', 'https://farthing.example/?…'],
    ['a fragment', 'https://farthing.example/#secret', 'https://farthing.example/#…'],
    ['none', undefined, 'undefined'],
  ])('refuses a URL with %s, and says which', (_what, url, got) => {
    expect(errorOf({ url })).toBe(
      `TypeError: give the URL of Farthing as url, as https://… without a query, got ${got}`,
    );
  });

  it.each(['https://me:secret@farthing.example', 'https://me:sec ret@farth ing'])(
    'refuses a URL with a password, and does not show it: %#',
    (url) => {
      const error = errorOf({ url });

      expect(error).toMatch(/^TypeError: give /);
      expect(error).not.toMatch(/sec|ret@/);
    },
  );

  it('takes what can be meant', () => {
    expect(errorOf({})).toBe('none');
    expect(errorOf({ url: 'http://127.0.0.1:3000/prefix' })).toBe('none');
  });
});
