import { ByteWriter, type ColumnSource, ParquetWriter } from 'hyparquet-writer';
import {
  type Column,
  type ColumnKind,
  decimalPrecision,
  decimalScale,
} from '../contract/exports/tables.ts';
import { invariant } from '../kernel/invariant.ts';
import { decimalUnits, type Row, type Value } from './columns.ts';

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

/** How much is gathered before it is encoded: a row group is what memory is needed for, besides the file itself. */
export interface RowGroupLimits {
  readonly rows: number;
  readonly characters: number;
}

const limitsOf: RowGroupLimits = { rows: 50_000, characters: 16 * 1024 * 1024 };

const elements: Readonly<Record<Exclude<ColumnKind, 'texts'>, Omit<SchemaElement, 'name'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  // Without the logical type readers take it for a time of no zone.
  instant: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
  whole: { type: 'INT32' },
  decimal: {
    type: 'FIXED_LEN_BYTE_ARRAY',
    type_length: 16,
    converted_type: 'DECIMAL',
    precision: decimalPrecision,
    scale: decimalScale,
  },
};

/** A map of texts to texts, as the format has it, and all that read it. */
const mapElements = (name: string): readonly SchemaElement[] => [
  { name, converted_type: 'MAP', num_children: 1, repetition_type: 'REQUIRED' },
  { name: 'key_value', num_children: 2, repetition_type: 'REPEATED' },
  { name: 'key', ...elements.text, repetition_type: 'REQUIRED' },
  { name: 'value', ...elements.text, repetition_type: 'OPTIONAL' },
];

const elementsOf = ({ name, kind, nullable }: Column): readonly SchemaElement[] =>
  kind === 'texts'
    ? mapElements(name)
    : [{ name, ...elements[kind], repetition_type: nullable ? 'OPTIONAL' : 'REQUIRED' }];

/**
 * A Parquet file as it is made: rows are gathered, and encoded a group at a time. The same rows in the same calls are
 * the same bytes.
 */
export class ParquetFile {
  readonly #columns: readonly Column[];
  readonly #limits: RowGroupLimits;
  readonly #bytes = new ByteWriter();
  readonly #writer: ParquetWriter;
  #gathered: Value[][];
  #rowsGathered = 0;
  #charactersGathered = 0;
  #rows = 0;
  #characters = 0;

  constructor(columns: readonly Column[], limits: RowGroupLimits = limitsOf) {
    this.#columns = columns;
    this.#limits = limits;
    this.#gathered = columns.map(() => []);
    const schema = [
      { name: 'root', num_children: columns.length },
      ...columns.flatMap(elementsOf),
    ] satisfies SchemaElement[];
    this.#writer = new ParquetWriter({ writer: this.#bytes, schema, createdBy: 'farthing' });
  }

  get rows(): number {
    return this.#rows;
  }

  /** Of all texts that were added, whether they are encoded yet or not. */
  get characters(): number {
    return this.#characters;
  }

  add(row: Row): void {
    invariant(
      row.length === this.#columns.length,
      `a row has ${this.#columns.length} values, got ${row.length}`,
    );
    for (const [index, column] of this.#columns.entries()) {
      const value = row[index] ?? null;
      invariant(value !== null || column.nullable, `${column.name} of a row is there`);
      const characters = lengthOf(value);
      this.#characters += characters;
      this.#charactersGathered += characters;
      this.#gathered[index]?.push(checked(column, value));
    }
    this.#rows += 1;
    this.#rowsGathered += 1;
    if (this.#rowsGathered >= this.#limits.rows) this.#encode();
    else if (this.#charactersGathered >= this.#limits.characters) this.#encode();
  }

  /** The whole file; nothing can be added after it. */
  finish(): Uint8Array {
    this.#encode();
    void this.#writer.finish();
    return this.#bytes.getBytes();
  }

  #encode(): void {
    if (this.#rowsGathered === 0) return;
    const columnData = this.#columns.map(
      ({ name }, index): ColumnSource => ({ name, data: this.#gathered[index] ?? [] }),
    );
    // Bytes are in memory, so that there is nothing to wait for.
    void this.#writer.write({ columnData, rowGroupSize: this.#rowsGathered });
    this.#gathered = this.#columns.map(() => []);
    this.#rowsGathered = 0;
    this.#charactersGathered = 0;
  }
}

/** What writes files takes decimals in as many bytes as there are, and cuts what is longer. */
function checked({ kind, name }: Column, value: Value): Value {
  if (kind !== 'decimal' || value === null) return value;
  invariant(typeof value === 'bigint', `${name} is a count of 1e-12, got ${typeof value}`);
  return decimalUnits(value);
}

function lengthOf(value: Value): number {
  if (typeof value === 'string') return value.length;
  if (!(value instanceof Map)) return 0;
  let characters = 0;
  for (const [key, text] of value as ReadonlyMap<string, string | null>) {
    characters += key.length + (text?.length ?? 0);
  }
  return characters;
}
