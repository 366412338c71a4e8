// Sends made-up people a template message each through BullMQ: for each job one POST to the Graph
// API and one UPDATE, by primary key, of the message's row. One process, one worker, as a team would
// write it that has read BullMQ's advice on speed: jobs added in bulk, finished ones removed, all
// connections kept open, the statement prepared.
//
// Environment: PEER_PORT, REDIS_PORT, GRAPH_URL, ACCESS_TOKEN, VERSION,
// PHONE_NUMBER_IDS (with commas in between), TEMPLATE, LANGUAGE, and for PostgreSQL what its own
// clients read: PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD.
// POST /run {"count": n} on PEER_PORT sends to n people, whose rows 1 to n have to be there, and
// answers {"count", "seconds", "failed", "error"} once the last job is done.

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { Queue, Worker } from 'bullmq';
import pg from 'pg';
import { Pool } from 'undici';

const CONCURRENCY = 100;
const ADDED_AT_ONCE = 1000;
// As many as the workers of WhatsWay have.
const DATABASE_CONNECTIONS = 16;

const environment = process.env;
const phoneNumberIds = environment.PHONE_NUMBER_IDS.split(',');
const connection = { host: '127.0.0.1', port: Number(environment.REDIS_PORT) };
const graph = new Pool(environment.GRAPH_URL, { connections: CONCURRENCY, pipelining: 1 });
const database = new pg.Pool({
  max: DATABASE_CONNECTIONS,
  idleTimeoutMillis: 0,
});
const queue = new Queue('messages', { connection });

let run = null;

const worker = new Worker('messages', send, { connection, concurrency: CONCURRENCY });
worker.on('completed', () => finish(null));
worker.on('failed', (job, problem) => finish(problem));
worker.on('error', problem => console.error(problem));

async function send(job) {
  const { id, to, name } = job.data;
  const answer = await graph.request({
    method: 'POST',
    path: `/${environment.VERSION}/${phoneNumberIds[id % phoneNumberIds.length]}/marketing_messages`,
    headers: {
      authorization: `Bearer ${environment.ACCESS_TOKEN}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(message(to, name)),
  });
  const body = await answer.body.json();
  if (answer.statusCode !== 200) {
    throw new Error(`${answer.statusCode} ${JSON.stringify(body)}`);
  }
  const updated = await database.query({
    name: 'sent',
    text: "UPDATE bench_messages SET wamid = $1, status = 'accepted' WHERE id = $2",
    values: [body.messages[0].id, id],
  });
  if (updated.rowCount !== 1) {
    throw new Error(`there is no row ${id}`);
  }
}

// The same body as WhatsWay's.
function message(to, name) {
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to,
    type: 'template',
    template: {
      name: environment.TEMPLATE,
      language: { code: environment.LANGUAGE },
      components: [{ type: 'body', parameters: [{ type: 'text', text: name }] }],
    },
    product_policy: 'STRICT',
    biz_opaque_callback_data: randomUUID(),
  };
}

function finish(problem) {
  run.open--;
  if (problem !== null) {
    run.failed++;
    run.error ??= problem.message;
  }
  if (run.open === 0) {
    run.done();
  }
}

async function sendTo(count) {
  const done = new Promise(resolve => {
    run = { open: count, failed: 0, error: null, done: resolve };
  });
  const began = process.hrtime.bigint();
  for (let from = 1; from <= count; from += ADDED_AT_ONCE) {
    await queue.addBulk(jobs(from, Math.min(from + ADDED_AT_ONCE - 1, count)));
  }
  await done;
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  return { count, seconds, failed: run.failed, error: run.error };
}

function jobs(from, to) {
  const jobs = [];
  for (let id = from; id <= to; id++) {
    jobs.push({
      name: 'send',
      data: { id, to: `+49151${String(50_000_000 + id)}`, name: `Person ${id}` },
      opts: { removeOnComplete: true, removeOnFail: true },
    });
  }
  return jobs;
}

const server = createServer(async (request, response) => {
  try {
    let body = '';
    for await (const part of request) {
      body += part;
    }
    const answer = request.url === '/run' ? await sendTo(JSON.parse(body).count) : { serves: true };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
  } catch (problem) {
    console.error(problem);
    response.statusCode = 500;
    response.end(String(problem));
  }
});
// A run takes as long as it takes.
server.requestTimeout = 0;

await worker.waitUntilReady();
server.listen(Number(environment.PEER_PORT), '127.0.0.1');

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => process.exit(0));
}
