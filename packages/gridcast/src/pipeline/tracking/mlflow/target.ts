/** An MLflow server to which trials go. */

export interface MlflowTarget {
  /** `http(s)://host:port/path`, without credentials and without a slash at the end. */
  readonly uri: string;
  /** The experiment, and the name of the registered model. */
  readonly experiment: string;
  /** The value of the header `authorization`; absent: none is sent. */
  readonly authorization?: string;
}

/** The target as it is remembered and shown: never with credentials. */
export function targetName({ uri, experiment }: MlflowTarget): string {
  return `${uri}#${experiment}`;
}
