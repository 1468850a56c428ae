import { App, Validations } from 'aws-cdk-lib';
import { FarthingStack } from '../lib/farthing-stack.ts';

const app = new App();
new FarthingStack(app, 'Farthing');
// CDK's own rules know the same variable. Both only check what is deployed, and take longer than making it.
if (process.env['CDK_VALIDATION'] !== 'false') {
  const { AwsSolutionsChecks } = await import('cdk-nag');
  Validations.of(app).addPlugins(
    new AwsSolutionsChecks(app, { verbose: true, writeSuppressionsToCloudFormation: true }),
  );
}
