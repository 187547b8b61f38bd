/** Where unsaved work is kept: the browser's storage, or memory where that is forbidden or full. */

export interface Shelf {
  /** All keys that begin so, in order. */
  keys(prefix: string): string[];
  /** What lies there; null when nothing does, or nothing that can be read. */
  read(key: string): unknown;
  write(key: string, value: unknown): void;
  remove(key: string): void;
}

export class BrowserShelf implements Shelf {
  /** What the browser would not take. */
  private readonly memory = new Map<string, string>();
  private readonly storage: Storage | null;

  constructor(storage: () => Storage) {
    this.storage = attempt(storage);
  }

  keys(prefix: string): string[] {
    const storage = this.storage;
    const stored = storage ? Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? "") : [];
    return [...new Set([...stored, ...this.memory.keys()])].filter((key) => key.startsWith(prefix)).sort();
  }

  read(key: string): unknown {
    const text = this.memory.get(key) ?? this.storage?.getItem(key);
    return text ? attempt(() => JSON.parse(text) as unknown) : null;
  }

  write(key: string, value: unknown): void {
    const text = JSON.stringify(value);
    const kept = attempt(() => {
      this.storage!.setItem(key, text);
      return true;
    });
    if (kept) this.memory.delete(key);
    else this.memory.set(key, text);
  }

  remove(key: string): void {
    this.memory.delete(key);
    attempt(() => this.storage?.removeItem(key));
  }
}

function attempt<T>(action: () => T): T | null {
  try {
    return action();
  } catch {
    return null;
  }
}
