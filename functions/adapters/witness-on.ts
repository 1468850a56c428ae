import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { invariant } from '../../core/kernel/invariant.ts';
import { type NoteKey, verifierKeyFrom } from '../../core/tlog/note.ts';
import type { WitnessPorts } from '../../core/witness/witness.ts';
import { tellNotice } from '../middleware/tell-notice.ts';
import { kmsClient } from './clients.ts';
import { dynamoDbWitnessedLogs } from './dynamo-db-witnessed-logs.ts';
import { kmsLogSigner } from './kms-log-signer.ts';
import { NO_LOGS } from './no-logs.ts';
import { systemClock } from './system-clock.ts';

type Variables = Readonly<
  Record<'LOGS_TABLE_NAME' | 'LOG_HOST' | 'WITNESS_KEY' | 'WITNESSED_LOGS', string>
>;

/** The witness that a deployment is to the logs of others; undefined where it is to none. */
export function witnessOn(variables: Variables, client: DynamoDBClient): WitnessPorts | undefined {
  const { LOGS_TABLE_NAME, LOG_HOST, WITNESS_KEY, WITNESSED_LOGS } = variables;
  if (WITNESSED_LOGS === NO_LOGS) return undefined;
  return {
    ...{ name: `${LOG_HOST}/v1/witness`, logs: WITNESSED_LOGS.split('\n').map(keyIn) },
    witnessed: dynamoDbWitnessedLogs(client, LOGS_TABLE_NAME),
    signer: kmsLogSigner(kmsClient(), WITNESS_KEY),
    clock: systemClock,
    onFork: (fork) => {
      tellNotice({ event: 'log.fork-witnessed', ...fork });
    },
  };
}

function keyIn(text: string): NoteKey {
  const key = verifierKeyFrom(text);
  invariant(key !== undefined, 'whoever set the keys of logs was told what is wrong with them');
  return key;
}
