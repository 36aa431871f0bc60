import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipFile {
  name: string;
  content: string | Buffer;
  /** @default deflate */
  method?: 'store' | 'deflate' | 'bzip2';
  encrypted?: boolean;
  /** Writes the sizes behind the content, as programs do that write to a stream. */
  streamed?: boolean;
  /** The checksum in the archive instead of the right one. */
  checksum?: number;
}

const METHODS = { store: 0, deflate: 8, bzip2: 12 };

/** A zip archive. */
export function zip(...files: ZipFile[]): Buffer {
  const parts: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const { name, content, method = 'deflate', encrypted = false, streamed = false } = file;
    const bytes = Buffer.from(content as string);
    const data = method === 'deflate' ? deflateRawSync(bytes) : bytes;
    const sizes = Buffer.alloc(12);
    sizes.writeUInt32LE(file.checksum ?? crc32(bytes), 0);
    sizes.writeUInt32LE(data.length, 4);
    sizes.writeUInt32LE(bytes.length, 8);
    const common = Buffer.alloc(10);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE((encrypted ? 1 : 0) | (streamed ? 8 : 0), 2);
    common.writeUInt16LE(METHODS[method], 4);
    const nameLength = Buffer.alloc(4);
    nameLength.writeUInt16LE(Buffer.byteLength(name), 0);
    const local = [
      Buffer.from('PK\u0003\u0004', 'latin1'),
      common,
      streamed ? Buffer.alloc(12) : sizes,
      nameLength,
      Buffer.from(name),
      data,
      ...(streamed ? [Buffer.from('PK\u0007\u0008', 'latin1'), sizes] : []),
    ];
    const position = Buffer.alloc(14);
    position.writeUInt32LE(offset, 10);
    entries.push(
      Buffer.concat([
        Buffer.from('PK\u0001\u0002', 'latin1'),
        Buffer.from([20, 0]),
        common,
        sizes,
        nameLength,
        position,
        Buffer.from(name),
      ]),
    );
    parts.push(...local);
    offset += local.reduce((sum, part) => sum + part.length, 0);
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, directory, Buffer.from('PK\u0005\u0006', 'latin1'), end]);
}
