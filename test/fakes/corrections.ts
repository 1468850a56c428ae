import type {
  CorrectionRecords,
  NamedRequest,
  RevisedRecord,
} from '../../core/metering/corrections/ports.ts';
import {
  correctionFrom,
  namedRequestFrom,
  storedCorrection,
} from '../../core/metering/corrections/stored-correction.ts';
import { inMemoryRecords } from './records.ts';

interface Kept {
  readonly key: string;
  readonly revision: number;
  readonly body: string;
}

/** Corrections as they were asked for, in memory; every read is strongly consistent. */
export function inMemoryCorrections(): CorrectionRecords {
  const records = inMemoryRecords<Kept>();
  const named = inMemoryRecords<Kept>();
  const read = ({ key, revision, body }: Kept): RevisedRecord => ({
    revision,
    record: correctionFrom(key, JSON.parse(body)),
  });
  return {
    async get(tenant, id) {
      const found = await records.get(tenant, id);
      return found === undefined ? undefined : read(found);
    },
    put: (tenant, { revision, record }) =>
      records.put(tenant, {
        ...{ key: record.id, revision },
        body: JSON.stringify(storedCorrection(record)),
      }),
    async list(tenant, page) {
      const { records: found, more } = await records.list(tenant, page);
      return { records: found.map(read), more };
    },
    async named(tenant, key) {
      const found = await named.get(tenant, key);
      return found === undefined ? undefined : namedRequestFrom(JSON.parse(found.body));
    },
    name: (tenant, key, request: NamedRequest) =>
      named.put(tenant, { key, revision: 1, body: JSON.stringify(request) }),
  };
}
