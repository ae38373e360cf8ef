/** The MLflow server that MLFLOW_TRACKING_URI names, by the variables that MLflow's own clients read. */
import { GridcastError, withoutSecrets } from '../core/index.ts';
import type { MlflowTarget } from '../pipeline/index.ts';

const DEFAULT_EXPERIMENT = 'gridcast';

/**
 * The target, or undefined where the environment names none. MLFLOW_EXPERIMENT_NAME is the experiment and the registered model;
 * MLFLOW_TRACKING_TOKEN, or _USERNAME and _PASSWORD, are the credentials.
 *
 * @throws USAGE_INVALID_VALUE where the address is not that of a server
 */
export function mlflowTarget(
  environment: Readonly<Record<string, string | undefined>>,
): MlflowTarget | undefined {
  const address = environment['MLFLOW_TRACKING_URI'] ?? '';
  if (address === '') return undefined;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/u.test(url.protocol)) {
    throw new GridcastError('USAGE_INVALID_VALUE', {
      name: 'MLFLOW_TRACKING_URI',
      value: withoutSecrets(address),
      expected: 'the address of a server is wanted, such as http://127.0.0.1:5000',
    });
  }
  const authorization = authorizationOf(environment, url);
  return {
    uri: `${url.origin}${url.pathname.replace(/\/+$/u, '')}`,
    experiment: environment['MLFLOW_EXPERIMENT_NAME'] || DEFAULT_EXPERIMENT,
    ...(authorization === undefined ? {} : { authorization }),
  };
}

function authorizationOf(
  environment: Readonly<Record<string, string | undefined>>,
  url: URL,
): string | undefined {
  const token = environment['MLFLOW_TRACKING_TOKEN'] ?? '';
  if (token !== '') return `Bearer ${token}`;
  const user = environment['MLFLOW_TRACKING_USERNAME'] || decodeURIComponent(url.username);
  const password = environment['MLFLOW_TRACKING_PASSWORD'] || decodeURIComponent(url.password);
  if (user === '') return undefined;
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
