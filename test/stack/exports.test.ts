import { describe, expect, it } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { FarthingStack } from '../../lib/farthing-stack.ts';
import type { Resource } from './resource.ts';
import { at, ofType, resources } from './synthesized.ts';

/** A stack that exports each hour; without bundles, as nothing here is about code. */
function exporting(): ReadonlyMap<string, Resource> {
  const context = { 'farthing:hourlyExports': true, 'aws:cdk:bundling-stacks': [] };
  const stack = new FarthingStack(new App({ context }), 'Exporting');
  const { Resources } = Template.fromStack(stack).toJSON() as {
    readonly Resources: Readonly<Record<string, Resource>>;
  };
  return new Map(Object.entries(Resources));
}

describe('hourly exports', () => {
  const found = exporting();
  const tables = ofType(found, 'AWS::Glue::Table');

  it('are off by default, and leave nothing in the stack but what answers who asks', () => {
    expect(ofType(resources, 'AWS::Glue::Table')).toEqual([]);
    expect(ofType(resources, 'AWS::Scheduler::Schedule').map(([id]) => id)).not.toContainEqual(
      expect.stringMatching(/^Exports/),
    );
  });

  it('are asked for by a schedule', () => {
    const schedule = ofType(found, 'AWS::Scheduler::Schedule').find(([id]) =>
      id.startsWith('Exports'),
    );

    expect(at(schedule?.[1], 'Target.Input')).toBe('{"kind":"look"}');
    expect(at(schedule?.[1], 'ScheduleExpression')).toBe('cron(20 * * * ? *)');
  });

  it('have a table of each kind, whose partitions Athena finds by their names', () => {
    expect(tables.map(([, table]) => at(table, 'TableInput.Name'))).toEqual([
      ...['usage', 'focus', 'books'],
    ]);
    for (const [, table] of tables) {
      const { Name: name, Parameters: parameters } = at(table, 'TableInput') as {
        readonly Name: string;
        readonly Parameters: Readonly<Record<string, unknown>>;
      };
      const by = name === 'usage' ? 'date' : 'month';
      expect(parameters['projection.enabled']).toBe('true');
      expect(parameters['projection.tenant.type']).toBe('injected');
      expect(JSON.stringify(parameters['storage.location.template'])).toContain(
        `/exports.1/${name}/tenant=\${tenant}/${by}=\${${by}}`,
      );
    }
  });

  it('have decimals of 38 digits, as files have', () => {
    const [, usage] = tables[0] ?? [];

    expect(at(usage, 'TableInput.StorageDescriptor.Columns')).toContainEqual(
      expect.objectContaining({ Name: 'quantity', Type: 'decimal(38,12)' }),
    );
  });
});
