import type { Properties } from './properties.ts';
import type { Template } from './template.ts';

/** The hash and range key of a table or an index. */
export type KeySchema = readonly { readonly AttributeName: string; readonly KeyType: string }[];

/** A DynamoDB table, in the words of CreateTable. */
export interface TableDefinition {
  readonly path: string;
  readonly name: string;
  readonly keySchema: KeySchema;
  readonly attributes: readonly {
    readonly AttributeName: string;
    readonly AttributeType: string;
  }[];
  readonly globalIndexes: readonly IndexDefinition[];
  readonly localIndexes: readonly IndexDefinition[];
}

/** A secondary index. */
export interface IndexDefinition {
  readonly IndexName: string;
  readonly KeySchema: KeySchema;
  readonly Projection: {
    readonly ProjectionType: string;
    readonly NonKeyAttributes?: readonly string[];
  };
}

/** Every table of the template. */
export const readTables = (template: Template): readonly TableDefinition[] =>
  template
    .ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable')
    .map(({ path, name, properties }) => ({
      path,
      name,
      keySchema: keySchemaOf(properties),
      attributes: properties.objects('AttributeDefinitions').map((attribute) => ({
        AttributeName: attribute.string('AttributeName'),
        AttributeType: attribute.string('AttributeType'),
      })),
      globalIndexes: properties.objects('GlobalSecondaryIndexes').map(indexOf),
      localIndexes: properties.objects('LocalSecondaryIndexes').map(indexOf),
    }));

const keySchemaOf = (properties: Properties): KeySchema =>
  properties.objects('KeySchema').map((key) => ({
    AttributeName: key.string('AttributeName'),
    KeyType: key.string('KeyType'),
  }));

function indexOf(index: Properties): IndexDefinition {
  const projection = index.object('Projection');
  const projected = projection.strings('NonKeyAttributes');
  return {
    IndexName: index.string('IndexName'),
    KeySchema: keySchemaOf(index),
    Projection: {
      ProjectionType: projection.string('ProjectionType'),
      ...(projected.length > 0 ? { NonKeyAttributes: projected } : {}),
    },
  };
}
