import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { witnessServer } from '../../cli/witness/witness-server.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { noteFrom, verifierKeyText } from '../../core/tlog/note.ts';
import { cosignersOf, policyFrom } from '../../core/tlog/policy.ts';
import { cosign } from '../../core/transparency/cosign.ts';
import { sequence } from '../../core/transparency/sequence.ts';
import { originOf } from '../../core/transparency/year-log.ts';
import { addCheckpoint } from '../../core/witness/witness.ts';
import { witnessesOn } from '../../functions/adapters/witnesses-on.ts';
import { aLogWorld, host, noHurry, tenant } from '../core/transparency/a-log-world.ts';
import { inMemoryCosignedLogs } from '../fakes/cosigned-logs.ts';
import { inMemoryWitnessedLogs } from '../fakes/witnessed-logs.ts';
import { someKey } from '../support/some-log.ts';
import { there } from '../support/there.ts';

const id = { tenant, year: 2026 };
const clock = { now: () => timestampOf(Date.UTC(2026, 5, 1)) };
const { key, signer } = someKey('witness.example/w1', 'cosignature', 9);

/** As the local runtime says it to functions. */
beforeAll(() => {
  process.env['OUTBOUND_LOOPBACK'] = 'allowed';
});
afterAll(() => {
  delete process.env['OUTBOUND_LOOPBACK'];
});

describe('The witness of the command line, asked by the function that publishes logs', () => {
  it('cosigns what that has published, over HTTP, from wherever it is', async () => {
    const world = await aLogWorld([3]);
    const publicKey = there((await world.signer.publicKey()) as Uint8Array);
    const logs = [{ name: originOf(host, id), algorithm: 'ed25519', publicKey } as const];
    const ports = { name: key.name, logs, signer, clock, witnessed: inMemoryWitnessedLogs() };
    const server = witnessServer({
      ...{ key: verifierKeyText(key), onFault: () => undefined },
      add: (text) => addCheckpoint({ ...ports, onFork: () => undefined }, text),
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const LOG_POLICY = `witness w1 ${verifierKeyText(key)} ${url}\nquorum w1`;
    const client = new DynamoDBClient({ region: 'us-east-1' });
    const asking = there(witnessesOn({ LOGS_TABLE_NAME: 'none', LOG_POLICY }, client));
    const cosigned = inMemoryCosignedLogs();
    try {
      for (const more of [0, 300]) {
        if (more > 0) await world.append(more);
        await sequence(world, tenant, noHurry);
        await cosign({ ...world, ...asking, cosigned, clock, onNotice: () => undefined }, id);
        // What is lost here is learned from the witness.
        const { note } = there(await cosigned.get(id));
        cosigned.forget();
        expect(note.split('\n')[1]).toBe(String(3 + more));
        expect([...cosignersOf(asking.policy, there(noteFrom(note))).keys()]).toEqual(['w1']);
      }
    } finally {
      server.close();
    }
  });

  it('is nobody where no policy is set', () => {
    const client = new DynamoDBClient({ region: 'us-east-1' });

    expect(witnessesOn({ LOGS_TABLE_NAME: 'none', LOG_POLICY: 'none' }, client)).toBeUndefined();
    expect(policyFrom('quorum none').kind).toBe('policy');
  });
});
