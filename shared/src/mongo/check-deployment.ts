import type { Db } from 'mongodb';
import type { Log } from '../process/log.ts';

/**
 * Warns, with the commands that mend it, about a MongoDB that is no replica set: the driver does not repeat
 * a write there that a lost connection interrupted. Everything works; a batch is repeated as a whole instead.
 */
export async function warnAboutStandalone(db: Db, log: Log): Promise<void> {
  const hello = await db.admin().command({ hello: 1 });
  const isMongos = hello['msg'] === 'isdbgrid';
  if (hello['setName'] || isMongos) return;
  log.warn(
    'MongoDB runs alone, not as a replica set: writes are not retried by the driver. To mend it, start mongod with --replSet rs0, run once: mongosh --eval "rs.initiate()", and add ?replicaSet=rs0 to MONGODB_URI',
  );
}
