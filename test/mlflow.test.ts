/** What a real MLflow 3 server has after runs, a server that was away, a roll-back and a second delivery. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../packages/gridcast/src/store/testing/free-port.ts';
import { findMlflow, mlflowRemedy, startMlflow, type MlflowServer } from './mlflow-server.ts';
import { runGridcast, startGridcast, writeMeters } from './run-gridcast.ts';

interface RemoteRun {
  readonly info: { readonly run_id: string; readonly run_name: string; readonly status: string };
  readonly data: {
    readonly tags: readonly Pair[];
    readonly params: readonly Pair[];
    readonly metrics: readonly { readonly key: string; readonly value: number }[];
  };
}
interface Pair {
  readonly key: string;
  readonly value: string;
}

const experiment = 'meters of a test';

describe.skipIf(!findMlflow())(`MLflow ${findMlflow() ? '' : mlflowRemedy}`, { timeout: 240_000 }, () => {
  let folder: string;
  let home: string;
  let meters: string[];
  let server: MlflowServer;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'gridcast-mlflow-'));
    home = path.join(folder, 'home');
    mkdirSync(path.join(folder, 'server'));
    const settings = path.join(folder, 'few-rows.json');
    writeFileSync(settings, JSON.stringify({ train: { maxRows: 1000 } }));
    meters = [...writeMeters(path.join(folder, 'meters.csv'), { sites: 2, days: 20 }), '--config', settings];
    server = await startMlflow(path.join(folder, 'server'));
  }, 180_000);

  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  async function gridcast(args: readonly string[], uri: string): Promise<{ stdout: string; stderr: string }> {
    const environment = { MLFLOW_TRACKING_URI: uri, MLFLOW_EXPERIMENT_NAME: experiment };
    const { exitCode, stdout, stderr } = await runGridcast([...args, '--home', home], environment);
    expect(exitCode, stderr).toBe(0);
    return { stdout, stderr };
  }

  async function ask(place: string, body?: unknown): Promise<Record<string, never>> {
    const url = `${server.uri}/api/2.0/${place}`;
    const post = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
    const response = await fetch(url, body === undefined ? {} : post);
    expect(response.status, `${place}: ${response.statusText}`).toBe(200);
    return (await response.json()) as Record<string, never>;
  }

  async function remoteRuns(): Promise<RemoteRun[]> {
    const name = new URLSearchParams({ experiment_name: experiment }).toString();
    const found = await ask(`mlflow/experiments/get-by-name?${name}`);
    const { experiment_id: id } = found['experiment'] as unknown as { experiment_id: string };
    const { runs } = await ask('mlflow/runs/search', { experiment_ids: [id], max_results: 200 });
    return runs ?? [];
  }

  async function aliases(): Promise<Record<string, string>> {
    const name = new URLSearchParams({ name: experiment }).toString();
    const { registered_model: model } = await ask(`mlflow/registered-models/get?${name}`);
    const listed = (model as unknown as { aliases: { alias: string; version: string }[] }).aliases;
    return Object.fromEntries(listed.map(({ alias, version }) => [alias, version]));
  }

  /** A delivery gives up after a while, which a busy machine can need more than once: it goes on where it stopped. */
  async function syncAll(): Promise<void> {
    let problems: readonly string[] = ['not asked'];
    for (let turn = 0; turn < 4 && problems.length > 0; turn++) {
      const { stdout } = await gridcast(['runs', 'sync', '--json'], server.uri);
      ({ problems } = JSON.parse(stdout) as { problems: readonly string[] });
    }
    expect(problems).toEqual([]);
  }

  test('gets the training as a run with nested members, and the model as a version with its alias', async () => {
    await gridcast(['run', '--as-of', '2024-03-20T00:00Z', ...meters], server.uri);
    await syncAll();
    const runs = await remoteRuns();
    const tag = ({ data }: RemoteRun, key: string): string | undefined =>
      data.tags.find((one) => one.key === key)?.value;
    const parent = runs.find((run) => tag(run, 'mlflow.parentRunId') === undefined) as RemoteRun;
    const members = runs.filter((run) => tag(run, 'mlflow.parentRunId') === parent.info.run_id);
    expect(members.length).toBe(runs.length - 1);
    expect(members.map(({ info }) => info.run_name)).toContain('recursive');
    expect(runs.map(({ info }) => info.status)).toEqual(runs.map(() => 'FINISHED'));

    const shown = JSON.parse((await gridcast(['runs', 'show', '--json'], '')).stdout) as {
      trials: {
        parameters: Record<string, unknown>;
        inputs: Record<string, string>;
        metrics: Record<string, { value: number; steps: number[] | null }>;
      }[];
    };
    const [own] = shown.trials;
    const metrics = Object.fromEntries(parent.data.metrics.map(({ key, value }) => [key, value]));
    expect(metrics['mase']).toBe(own?.metrics['mase']?.value);
    expect(parent.data.params.find(({ key }) => key === 'config.train.maxRows')?.value).toBe('1000');
    expect(tag(parent, 'data.trainingSha256')).toBe(own?.inputs['trainingSha256']);
    const history = await ask(
      `mlflow/metrics/get-history?run_id=${parent.info.run_id}&metric_key=error_by_lead`,
    );
    const steps = (history['metrics'] as unknown as { step: number; value: number }[]).toSorted(
      (a, b) => a.step - b.step,
    );
    expect(steps.map(({ value }) => value)).toEqual(own?.metrics['error_by_lead']?.steps);

    const listed = await ask(`mlflow/artifacts/list?run_id=${parent.info.run_id}&path=plots`);
    const plots = (listed['files'] as unknown as { path: string }[]).map((file) => file.path);
    expect(plots).toEqual(
      ['calibration', 'forecast', 'importance', 'residuals'].map((name) => `plots/${name}.svg`),
    );
    expect(await aliases()).toEqual({ champion: '1' });
  });

  test('a run beside a server that is away goes on at once, and the next delivery makes good', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    const away = await gridcast(['train', '--as-of', '2024-03-21T01:00Z', ...meters], nobody);
    expect(away.stderr.match(/mlflow lacks trials/gu)).toHaveLength(1);
    const before = (await remoteRuns()).length;
    await syncAll();
    expect((await remoteRuns()).length).toBe(2 * before);
    const { stdout } = await gridcast(['runs', 'sync', '--json'], server.uri);
    expect(JSON.parse(stdout)).toMatchObject({ delivered: 0, pending: 0, problems: [] });
    expect((await remoteRuns()).length).toBe(2 * before);
    expect(await aliases()).toMatchObject({ champion: '2', archived: '1' });
  });

  test('a roll-back moves the aliases there too', async () => {
    await gridcast(['models', 'rollback', '--reason', 'bias on Sunday'], server.uri);
    await gridcast(['runs', 'sync'], server.uri);
    expect(await aliases()).toMatchObject({ champion: '1', archived: '2' });
  });

  test('gets a sweep as one run with nested trials, once, though a delivery is killed half-way', async () => {
    const space = path.join(folder, 'space.json');
    writeFileSync(
      space,
      JSON.stringify({
        learning_rate: { kind: 'choice', values: [0.02, 0.1, 1000] },
        rounds: { kind: 'choice', values: [5, 10, 20, 40] },
      }),
    );
    const tune = ['tune', '--space', space, '--sampler', 'grid', '--folds', '2', '--json', ...meters];
    const nobody = `http://127.0.0.1:${await freePort()}`;
    await gridcast([...tune, '--budget', '0'], nobody);
    await syncAll();
    const before = (await remoteRuns()).length;
    const [stopped] = (await remoteRuns()).filter(({ info }) => info.status === 'KILLED');
    expect(stopped?.info.run_name).toMatch(/^tune 2024/u);
    const { stdout } = await gridcast(tune, nobody);
    const swept = JSON.parse(stdout) as {
      id: string;
      trials: { number: number; status: string; folds: { mase: number }[] }[];
    };
    const cutOff = startGridcast(['runs', 'sync', '--home', home], {
      MLFLOW_TRACKING_URI: server.uri,
      MLFLOW_EXPERIMENT_NAME: experiment,
    });
    while (cutOff.exitCode === null && (await remoteRuns()).length < before + 4);
    cutOff.kill('SIGKILL');
    await syncAll();
    const tag = ({ data }: RemoteRun, key: string): string | undefined =>
      data.tags.find((one) => one.key === key)?.value;
    const runs = (await remoteRuns()).filter((run) => tag(run, 'gridcast_run') === swept.id);
    expect(runs).toHaveLength(1 + swept.trials.length);
    const parent = runs.find((run) => tag(run, 'mlflow.parentRunId') === undefined) as RemoteRun;
    const below = runs.filter((run) => tag(run, 'mlflow.parentRunId') === parent.info.run_id);
    expect(new Set(below.map(({ info }) => info.run_name)).size).toBe(swept.trials.length);
    expect(parent.info).toMatchObject({ run_id: stopped?.info.run_id, status: 'FINISHED' });
    expect(tag(parent, 'mlflow.note.content')).toContain('put in force');
    for (const { number, status, folds } of swept.trials) {
      const name = number === 0 ? 'in force' : `trial ${number}`;
      const run = below.find(({ info }) => info.run_name === name) as RemoteRun;
      expect(run.info.status).toBe(status === 'done' ? 'FINISHED' : 'FAILED');
      const mean = folds.reduce((sum, { mase }) => sum + mase, 0) / folds.length;
      const whole = status === 'done' ? mean : undefined;
      expect(run.data.metrics.find(({ key }) => key === 'mase')?.value).toBe(whole);
      if (number !== 1) continue;
      const history = await ask(
        `mlflow/metrics/get-history?run_id=${run.info.run_id}&metric_key=mase_by_fold`,
      );
      const steps = history['metrics'] as unknown as { step: number; value: number }[];
      expect(steps.toSorted((a, b) => a.step - b.step).map(({ value }) => value)).toEqual(
        folds.map(({ mase }) => mase),
      );
    }
    expect(swept.trials.filter(({ status }) => status === 'failed').length).toBeGreaterThan(0);
    const listed = await ask(`mlflow/artifacts/list?run_id=${parent.info.run_id}`);
    const files = (listed['files'] as unknown as { path: string }[]).map((one) => one.path);
    expect(files.toSorted()).toEqual(['plots', 'report.html', 'trials.csv', 'winner.json']);
  });

  test('names its own words where it refuses', async () => {
    const bad = await runGridcast(['runs', 'sync', '--home', home], {
      MLFLOW_TRACKING_URI: 'sqlite:///m.db',
    });
    expect(bad.exitCode).toBe(2);
    expect(bad.stderr).toContain('the address of a server is wanted');
  });
});
