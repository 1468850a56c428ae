import { describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { fakeShell } from './support/fake-shell.ts';
import { httpServer } from './support/http-server.ts';

const time = '2026-11-03T00:00:00Z';
const rail = {
  ...{ name: 'stripe', mode: 'test', connectedAt: time, seenTo: time },
  eventsPath: '/v1/rails/stripe/events/acme',
};
const collection = {
  ...{ id: 'inv_1.1', rail: 'stripe', status: 'submitted', currency: 'EUR', amount: '12.34' },
  ...{ expiresAt: time, createdAt: time },
};
const secrets = { secretKey: 'sk_test_of_an_example', webhookSecret: 'whsec_of_an_example' };

async function running(args: readonly string[], json: object, stdin = '') {
  await using server = await httpServer(() => ({ status: 200, json }));
  const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
  const { shell, printed, warned } = fakeShell({ environment, stdin, isTerminal: true });
  const code = await runFarthing(args, shell);
  return { code, printed: printed(), warned: warned(), seen: server.seen };
}

describe('farthing rails set', () => {
  it('sends two lines of standard input, and says none of them', async () => {
    const lines = `${secrets.secretKey}\n${secrets.webhookSecret}\n`;

    const { code, printed, warned, seen } = await running(['rails', 'set', 'stripe'], rail, lines);

    expect(code).toBe(0);
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual(['PUT /v1/rails/stripe']);
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual(secrets);
    expect(printed).toBe(
      'stripe is connected (test); have it send its events to /v1/rails/stripe/events/acme\n',
    );
    expect(`${printed}${warned}`).not.toMatch(/sk_test|whsec_of/);
  });

  it.each([
    ['nothing', ''],
    ['one line', 'sk_test_of_an_example\n'],
    ['an empty line', 'sk_test_of_an_example\n\n'],
  ])('asks for two lines, given %s', async (_, stdin) => {
    const { code, seen, warned } = await running(['rails', 'set', 'stripe'], rail, stdin);

    expect([code, seen]).toEqual([2, []]);
    expect(warned).toContain('give two lines on standard input');
    expect(warned).not.toContain('sk_test');
  });

  it('knows of no other rail', async () => {
    const { code, warned } = await running(['rails', 'set', 'paypal'], rail, 'a\nb\n');

    expect(code).toBe(2);
    expect(warned).toContain('name a rail that there is, stripe or x402, got paypal');
  });
});

describe('farthing rails set x402', () => {
  const facilitator = 'https://facilitator.example/x402';
  const args = ['rails', 'set', 'x402', '--facilitator', facilitator, '--header', 'x-api-key'];

  it('sends one line of standard input as the key of a facilitator, and does not say it', async () => {
    const answer = { facilitator, header: 'x-api-key' };

    const { code, printed, warned, seen } = await running(args, answer, 'a-secret-key\n');

    expect(code).toBe(0);
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual(['PUT /v1/rails/x402']);
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ ...answer, value: 'a-secret-key' });
    expect(printed).toBe(`${facilitator} is sent a key as x-api-key\n`);
    expect(`${printed}${warned}`).not.toContain('a-secret-key');
  });

  it.each([
    ['a line', args, '\n', 'give one line on standard input'],
    ['the facilitator', ['rails', 'set', 'x402'], 'a-secret-key\n', 'name the facilitator'],
  ])('asks for %s', async (_, given, stdin, said) => {
    const { code, seen, warned } = await running(given, rail, stdin);

    expect([code, seen]).toEqual([2, []]);
    expect(warned).toContain(said);
  });
});

describe('farthing collect', () => {
  it('prints where the payer pays, alone, and takes them back to one page where one is given', async () => {
    const url = 'https://checkout.stripe.com/c/pay/cs_test_1';
    const args = ['collect', 'INV-1', '--success', 'https://shop.example/'];

    const { code, printed, seen } = await running(args, { ...collection, url });

    expect([code, printed]).toEqual([0, `${url}\n`]);
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      rail: 'stripe',
      successUrl: 'https://shop.example/',
      cancelUrl: 'https://shop.example/',
    });
  });

  it('prints how it stands where there is nowhere to pay any more', async () => {
    const args = ['collect', 'INV-1', '--success', 'https://shop.example/'];

    expect((await running(args, collection)).printed).toBe('submitted\n');
  });
});
