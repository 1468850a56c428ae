import { describe, expect, it } from '@jest/globals';
import { logsOperations } from '../../core/contract/logs/operations.ts';
import { addCheckpointText } from '../../core/tlog/add-checkpoint.ts';
import { noteFrom, signatureBy, verifierKeyFrom } from '../../core/tlog/note.ts';
import { serveRoutes } from '../../functions/middleware/serve-routes.ts';
import { serveProofs } from '../../functions/serve-proofs/serve-proofs.ts';
import { inMemoryCosignedLogs } from '../fakes/cosigned-logs.ts';
import { inMemoryPlans } from '../fakes/plans.ts';
import { someBooks } from '../fixtures/invoicing.ts';
import { in2027, invoiceOf, tenant } from '../support/a-payer-in-books.ts';
import { asking } from '../support/ask.ts';
import { someLog } from '../support/some-log.ts';
import { othersLog, someProofs } from '../support/some-proofs.ts';
import { there } from '../support/there.ts';

const forked = someLog(othersLog.key.name, { forkedAt: 1 });

/** What a stranger asks of a deployment that is a witness of one log, at three entries. */
function aWitness() {
  const ask = asking(someProofs(someBooks()).handler);
  const add = (text: string) =>
    ask('POST /v1/witness/add-checkpoint', {
      ...{ scopes: '', text, headers: { 'content-type': 'text/plain' } },
    });
  return { ask, add };
}

describe('a deployment that is a witness', () => {
  it('cosigns what grew, with the key that it publishes', async () => {
    const { ask, add } = aWitness();

    const { status, text, headers } = await add(othersLog.request(3, 7));

    const published = await ask('GET /v1/witness/key', { scopes: '' });
    const key = there(verifierKeyFrom(published.text.trim()));
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(key.name).toBe('billing.example/v1/witness');
    expect(signatureBy(key, there(noteFrom(`${othersLog.note(7)}${text}`)))).toBeDefined();
  });

  it('says at which size it is, as the specification has it', async () => {
    const { status, text, headers } = await aWitness().add(othersLog.request(0, 7));

    expect([status, headers['content-type'], text]).toEqual([409, 'text/x.tlog.size', '3\n']);
  });

  it.each([
    ['of a log that it does not know', someLog('x.example').request(0, 3), 404, 'log.not-found'],
    [
      'that is not signed by its log',
      someLog(othersLog.key.name, { byte: 6 }).request(3, 7),
      403,
      'checkpoint.unsigned',
    ],
    ['that did not grow', forked.request(3, 7), 422, 'checkpoint.unproven'],
    ['that is none', 'old 3\n', 400, 'checkpoint.malformed'],
    ['of an old size that is larger', othersLog.request(7, 3), 400, 'checkpoint.malformed'],
  ])('refuses a checkpoint %s', async (_, request, status, code) => {
    expect((await aWitness().add(request)).body).toMatchObject({ status, code });
  });

  it('refuses another tree of the size that it has cosigned', async () => {
    const request = addCheckpointText({ old: 3, hashes: [], note: forked.note(3) });

    expect((await aWitness().add(request)).status).toBe(409);
  });
});

describe('the witnesses of a log', () => {
  async function aLog() {
    const books = someBooks(in2027);
    await invoiceOf(books, { month: 1, amount: '10.00', customer: 'ada' });
    const proofs = someProofs(books);
    await proofs.publish(tenant);
    const cosigned = inMemoryCosignedLogs();
    const policy = 'quorum none';
    const ports = { ...proofs, ...books, plans: inMemoryPlans(), host: 'billing.example' };
    const asked = (over: Partial<Parameters<typeof serveProofs>[0]>) => {
      const routes = serveProofs({ ...ports, ...over });
      const ask = asking(serveRoutes('ServeProofs', logsOperations, routes));
      return (path: string, query = {}) =>
        ask(`GET /v1/logs/{tenant}/{year}/${path}`, {
          ...{ scopes: '', params: { tenant, year: '2027' }, query },
        });
    };
    const id = { tenant, year: 2027 };
    return { cosigned, id, note: there(await proofs.logs.get(id)).note, asked, policy };
  }

  it('are nobody where no policy is set, and have said nothing before they were asked', async () => {
    const { asked, cosigned, policy, note } = await aLog();
    const none = { lackingSince: null, witnesses: [] };

    expect((await asked({})('witnesses')).body).toEqual({
      ...{ ...none, quorum: 'none-wanted', policy: null },
    });
    expect((await asked({ cosigned, policy })('witnesses')).body).toEqual({
      ...{ ...none, quorum: 'lacking', policy },
    });
    expect((await asked({ cosigned, policy })('checkpoint')).text).toBe(note);
  });

  it('are listed with what they last did, and the checkpoint is shown as they have made it', async () => {
    const { asked, cosigned, policy, id, note } = await aLog();
    const at = Date.UTC(2027, 1, 1) as never;
    const shown = `${note}— w1 AAAAAAAA\n`;
    await cosigned.put({
      ...{ ...id, revision: 1, note: shown, lackingSince: at },
      witnesses: [
        { name: 'w1', cosigned: { size: 1, at } },
        { name: 'w2', failing: { why: 'fork', since: at } },
      ],
    });
    const read = asked({ cosigned, policy });

    expect((await read('checkpoint')).text).toBe(shown);
    expect((await read('witnesses')).body).toEqual({
      ...{ quorum: 'lacking', lackingSince: '2027-02-01T00:00:00Z', policy },
      witnesses: [
        { name: 'w1', cosigned: { size: 1, at: '2027-02-01T00:00:00Z' }, failing: null },
        { name: 'w2', cosigned: null, failing: { why: 'fork', since: '2027-02-01T00:00:00Z' } },
      ],
    });
  });
});
