import { Aws } from 'aws-cdk-lib';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import {
  booksColumns,
  type Column,
  type ColumnKind,
  exportPrefix,
  focusColumns,
  usageColumns,
} from '../../core/contract/exports/tables.ts';

const types: Readonly<Record<ColumnKind, string>> = {
  text: 'string',
  instant: 'timestamp',
  whole: 'int',
  decimal: 'decimal(38,12)',
  texts: 'map<string,string>',
};

/** A table, and by what its files lie in folders: Athena finds these by their names, and lists no others. */
interface FolderTable {
  readonly columns: readonly Column[];
  readonly by: 'date' | 'month';
  readonly projection: Readonly<Record<string, string>>;
}

const byMonth = {
  by: 'month',
  projection: {
    'projection.month.type': 'date',
    'projection.month.range': '2020-01,NOW',
    'projection.month.format': 'yyyy-MM',
    'projection.month.interval': '1',
    'projection.month.interval.unit': 'MONTHS',
  },
} as const;

const tables: Readonly<Record<string, FolderTable>> = {
  usage: {
    columns: usageColumns,
    by: 'date',
    projection: {
      'projection.date.type': 'date',
      'projection.date.range': '2020-01-01,NOW',
      'projection.date.format': 'yyyy-MM-dd',
    },
  },
  focus: { columns: focusColumns, ...byMonth },
  books: { columns: booksColumns, ...byMonth },
};

const hive = 'org.apache.hadoop.hive.ql.io.parquet';

/** What Athena reads exports by: a database, and tables whose partitions are told by their names alone. */
export class ExportedTables extends Construct {
  readonly database: string;

  constructor(scope: Construct, id: string, { bucketName }: Pick<IBucket, 'bucketName'>) {
    super(scope, id);
    const database = new CfnDatabase(this, 'Database', {
      catalogId: Aws.ACCOUNT_ID,
      databaseInput: { description: 'Exported usage, charges and books' },
    });
    this.database = database.ref;
    for (const [name, { columns, by, projection }] of Object.entries(tables)) {
      const location = `s3://${bucketName}/${exportPrefix}/${name}`;
      new CfnTable(this, name, {
        catalogId: Aws.ACCOUNT_ID,
        databaseName: database.ref,
        tableInput: {
          name,
          tableType: 'EXTERNAL_TABLE',
          parameters: {
            EXTERNAL: 'TRUE',
            classification: 'parquet',
            'projection.enabled': 'true',
            // A query names its tenant: nobody reads those of others by leaving it out.
            'projection.tenant.type': 'injected',
            ...projection,
            'storage.location.template': `${location}/tenant=\${tenant}/${by}=\${${by}}`,
          },
          partitionKeys: [
            { name: 'tenant', type: 'string' },
            { name: by, type: 'string' },
          ],
          storageDescriptor: {
            location,
            columns: columns.map((column) => ({
              name: column.name.toLowerCase(),
              type: types[column.kind],
              comment: column.says,
            })),
            inputFormat: `${hive}.MapredParquetInputFormat`,
            outputFormat: `${hive}.MapredParquetOutputFormat`,
            serdeInfo: { serializationLibrary: `${hive}.serde.ParquetHiveSerDe` },
          },
        },
      });
    }
  }
}
