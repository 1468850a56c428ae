import { describe, expect, it } from '@jest/globals';
import { scopes } from '../../core/contract/route.ts';
import { routes } from '../../core/contract/routes.ts';
import { asking } from '../support/ask.ts';
import { everyFunction } from '../support/every-function.ts';

/** To make them takes long, and none of the answers looked at depends on what another request wrote. */
const functions = everyFunction();
const params = { key: 'nothing', id: 'nothing', account: 'nothing', period: '2026-01' };
const guarded = routes.filter(({ scope }) => scope !== undefined);
const open = routes.filter(({ scope }) => scope === undefined);

describe.each(guarded)('$method $path', ({ method, path, scope, function: name }) => {
  const ask = asking(functions[name]);
  const others = scopes.filter((other) => other !== scope);

  it.each(['', ...others, others.join(' ')])(
    'refuses a key with the scopes "%s" and names the one it needs',
    async (held) => {
      const { status, body } = await ask(`${method} ${path}`, { params, scopes: held });

      expect(status).toBe(403);
      expect(body).toMatchObject({ code: 'key.scope-missing' });
      expect(body['detail']).toContain(scope);
    },
  );

  it('lets a key with its scope through', async () => {
    const { status } = await ask(`${method} ${path}`, { params, scopes: scope ?? '' });

    expect(status).not.toBe(403);
    expect(status).toBeLessThan(500);
  });
});

describe.each(open)('$method $path', ({ method, path, function: name }) => {
  it('needs no key', async () => {
    const { status, body } = await asking(functions[name])(`${method} ${path}`, {
      scopes: '',
    });

    expect(status).toBe(200);
    expect(body).toHaveProperty('openapi');
  });
});
