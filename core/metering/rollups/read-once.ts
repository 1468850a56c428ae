import type { RollupReads } from './ports.ts';

/**
 * Rollups as they are read for one answer: a chunk that several parts of it need is read once, and is the same bytes
 * for all. A chunk stays as it was put; which are in force is read each time.
 */
export function readOnce(rollups: RollupReads): RollupReads {
  const chunks = new Map<string, ReturnType<RollupReads['readChunk']>>();
  return {
    listMarks: (range, consistency) => rollups.listMarks(range, consistency),
    readHeads: (range, consistency) => rollups.readHeads(range, consistency),
    readChunk: (place) => {
      const { tenant, month, partition, generation, index } = place;
      const text = JSON.stringify([tenant, month, partition, generation, index]);
      const known = chunks.get(text) ?? rollups.readChunk(place);
      chunks.set(text, known);
      return known;
    },
  };
}
