/** The call page's data as the server sends it. All times are seconds from the start of the recording. */

export type Role = "agent" | "customer" | "unknown";
export type State = "pass" | "fail" | "undetermined" | "not_applicable";
export type Outcome = "confirmed" | "overturned" | "cannot_judge";
export type Quality = "good" | "bad" | null;

export interface CallInfo {
  call_id: string;
  started_at: string;
  line: string;
  agent_id: string;
  agent_name: string | null;
  team: string | null;
  customer_name: string | null;
  tier: string | null;
  direction: string | null;
  satisfaction: string | null;
  ended_by: string | null;
  duration_s: number | null;
  flags: string[];
  plan: { kind: string; reasons: string[] } | null;
}

/** Start, end, text, confidence 0–1. */
export type Word = [number, number, string, number];

/** A human correction of `text[start:end]` of a turn; the turn itself stays as recognised. */
export interface Correction {
  start: number;
  end: number;
  text: string;
  by?: string;
  at?: string;
}

export interface Turn {
  i: number;
  start: number;
  end: number;
  role: Role;
  text: string;
  raw: string;
  confidence: number;
  words: Word[];
  corrections: Correction[];
}

export interface Evidence {
  why: string;
  start?: number | null;
  end?: number | null;
  role?: Role | null;
  quote?: string | null;
}

export interface Decision {
  outcome: Outcome;
  true_state: State | null;
  reason: string | null;
  reviewer?: string | null;
  at?: string | null;
}

export interface Verdict {
  code: string;
  name: string;
  state: State;
  fatal: boolean;
  confidence: number;
  /** Points that a fail takes from its criterion; null or absent: all of them. */
  cost?: number | null;
  evidence: Evidence[];
  decision: Decision | null;
}

export interface Criterion {
  code: string;
  name: string;
  points: number;
  /** Its weight times that of its section; absent: 1. */
  weight?: number;
  fatal: boolean;
  rules: string[];
  human: boolean;
  guide?: string | null;
}

export interface Section {
  code: string;
  name: string;
  criteria: Criterion[];
}

export interface Answer {
  points: number | null;
  na: boolean;
  comment: string;
}

export interface DraftBody {
  answers: Record<string, Answer>;
  comment: string;
}

export interface ServerDraft extends DraftBody {
  revision: number;
  total?: number | null;
  saved_at?: string | null;
}

export interface MachineItem {
  points: number | null;
  state: "scored" | "not_applicable" | "needs_human";
}

export interface Annotation {
  id: string;
  start: number;
  end: number;
  role: Role | null;
  text: string;
  tags: string[];
  quality: Quality;
  by?: string;
  at?: string;
  case_id?: string | number | null;
}

export interface Category {
  id: string | number;
  name: string;
  children?: Category[];
}

/** One thing that raised a risk, in both languages. */
export interface RiskReason {
  zh: string;
  en: string;
  /** Null for what concerns the whole call. */
  turn: number | null;
  /** Words of that turn. */
  phrase: string | null;
}

export interface Risk {
  /** 0–1; a rank between calls when not calibrated. */
  probability: number;
  calibrated: boolean;
  model: string;
  /** The strongest first. */
  reasons: RiskReason[];
}

export type RiskTarget = "satisfaction" | "complaint";

/** A turn of the customer against the customer's own start: turn, middle of the turn, dB louder, semitones higher. */
export type VoicePoint = [turn: number, at: number, level: number | null, pitch: number | null];

export interface CallPage {
  call: CallInfo;
  missing_recording: boolean;
  failure: { kind: string; message: string } | null;
  channels: number;
  turns: Turn[];
  silences: [number, number, boolean][];
  overtalk: [number, number, string][];
  verdicts: Verdict[];
  /** Empty when nobody scored the call, and for who may not see it. */
  risks: Partial<Record<RiskTarget, Risk>>;
  /** Empty when too little is known. */
  voice: VoicePoint[];
  scorecard: { name: string; sections: Section[] } | null;
  draft: ServerDraft | null;
  machine: Record<string, MachineItem>;
  annotations: Annotation[];
  categories: Category[];
  claim: { by: string; until: string } | null;
  readonly: boolean;
  versions: unknown[];
}

export type Language = "zh" | "en";

/** What Python passes to the component. */
export interface ComponentData {
  page: CallPage;
  language?: Language;
  /** Who is signed in; keeps the drafts of two people at one browser apart. */
  user?: string;
  /** Path under which the workbench is served, without a slash at its end. */
  base?: string;
  /** Filter of the queue from which the next call is taken. */
  filter?: Record<string, unknown>;
  /** Play the first evidence as soon as a call is opened. Default true. */
  autoplay?: boolean;
  /** Second to begin at instead of the first evidence; of the first call only. */
  at?: number | null;
}
