import { parquetMetadata, parquetReadObjects } from 'hyparquet';

/** A row by the names of columns: decimals as counts of 1e-12, exact. */
export type ReadRow = Readonly<Record<string, unknown>>;

const byteBits = 8n;

/** A number of two's complement, the highest byte first. */
function unscaled(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << byteBits) | BigInt(byte);
  return BigInt.asIntN(bytes.length * 8, value);
}

/** The rows of a Parquet file, read by another program's reader. It makes floats of decimals: so it is given bytes. */
export async function parquetRows(bytes: Uint8Array): Promise<readonly ReadRow[]> {
  const file = bytes.slice().buffer;
  const metadata = parquetMetadata(file);
  const decimals = metadata.schema.filter(({ converted_type: type }) => type === 'DECIMAL');
  for (const element of decimals) delete element.converted_type;
  const names = new Set(decimals.map(({ name }) => name));
  const rows = await parquetReadObjects({ file, metadata, utf8: false });
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]: [string, unknown]) => [
        name,
        names.has(name) && value instanceof Uint8Array ? unscaled(value) : value,
      ]),
    ),
  );
}
