import { Geometry, GlProgram, Shader, State, type TextureSource, UniformGroup, type WebGLRenderer } from "pixi.js";
import { type EffectShape, fragmentSource, VERTEX_SOURCE } from "./fragment-source.ts";

/** A shader's text on its way to the graphics card; shared by all modules of a type. */
export class Program {
  readonly shape: EffectShape;
  readonly fragment: string;
  state: "waiting" | "compiling" | "ready" | "failed" = "waiting";
  /** What the compiler said, once it failed. */
  error = "";
  #glProgram: GlProgram | undefined;

  constructor(shape: EffectShape) {
    this.shape = shape;
    this.fragment = fragmentSource(shape);
  }

  get glProgram(): GlProgram {
    this.#glProgram ??= GlProgram.from({ vertex: VERTEX_SOURCE, fragment: this.fragment });
    return this.#glProgram;
  }
}

interface Compilation {
  readonly program: Program;
  readonly linked: WebGLProgram;
  readonly shaders: readonly WebGLShader[];
  /** Times it was asked after. */
  asked: number;
}

/** Frames a compilation is left alone where the card can't say whether it is done. */
const PATIENCE = 2;
/** Programs compiled at once where the card does it beside its drawing. */
const AT_ONCE = 8;

/** Compiles programs beside the frames: it asks the card whether one is done and never waits for it, except when told to. */
export class Programs {
  readonly #gl: WebGL2RenderingContext;
  readonly #parallel: { readonly COMPLETION_STATUS_KHR: number } | null;
  readonly #programs = new Map<string, Program>();
  readonly #waiting: Program[] = [];
  #compiling: Compilation[] = [];
  /** Linked programs are kept: the driver then finds Pixi's copy of the same text in its cache. */
  readonly #kept: WebGLProgram[] = [];

  constructor(renderer: WebGLRenderer) {
    this.#gl = renderer.gl;
    this.#parallel = this.#gl.getExtension("KHR_parallel_shader_compile");
  }

  of(shape: EffectShape): Program {
    const key = fragmentSource(shape);
    let program = this.#programs.get(key);
    if (!program) {
      program = new Program(shape);
      this.#programs.set(key, program);
      this.#waiting.push(program);
    }
    return program;
  }

  /** Moves compilation on; once a frame. */
  poll(): void {
    this.#compiling = this.#compiling.filter((compilation) => {
      if (!this.#isDone(compilation)) return true;
      this.#finish(compilation);
      return false;
    });
    const room = (this.#parallel ? AT_ONCE : 1) - this.#compiling.length;
    for (const program of this.#waiting.splice(0, room)) this.#compiling.push(this.#begin(program));
  }

  /** Compiles everything asked for so far before it returns: for offline rendering. */
  finishAll(): void {
    this.#compiling.push(...this.#waiting.splice(0).map((program) => this.#begin(program)));
    for (const compilation of this.#compiling.splice(0)) this.#finish(compilation);
  }

  #isDone(compilation: Compilation): boolean {
    if (!this.#parallel) return ++compilation.asked > PATIENCE;
    return this.#gl.getProgramParameter(compilation.linked, this.#parallel.COMPLETION_STATUS_KHR) === true;
  }

  #begin(program: Program): Compilation {
    const gl = this.#gl;
    program.state = "compiling";
    const linked = gl.createProgram();
    const shaders = [
      this.#shader(gl.VERTEX_SHADER, VERTEX_SOURCE),
      this.#shader(gl.FRAGMENT_SHADER, program.fragment),
    ].filter((shader) => shader !== null);
    for (const shader of shaders) gl.attachShader(linked, shader);
    gl.linkProgram(linked);
    return { program, linked, shaders, asked: 0 };
  }

  #shader(kind: GLenum, source: string): WebGLShader | null {
    const shader = this.#gl.createShader(kind);
    if (!shader) return null;
    this.#gl.shaderSource(shader, source);
    this.#gl.compileShader(shader);
    return shader;
  }

  #finish({ program, linked, shaders }: Compilation): void {
    const gl = this.#gl;
    if (gl.getProgramParameter(linked, gl.LINK_STATUS)) {
      program.state = "ready";
      this.#kept.push(linked);
    } else {
      program.state = "failed";
      program.error =
        shaders
          .map((shader) => gl.getShaderInfoLog(shader) ?? "")
          .join("")
          .trim() ||
        gl.getProgramInfoLog(linked) ||
        "unknown error";
      gl.deleteProgram(linked);
    }
    for (const shader of shaders) gl.deleteShader(shader);
  }
}

const TRIANGLE = () =>
  new Geometry({
    attributes: { aPosition: { buffer: new Float32Array([-1, -1, 3, -1, -1, 3]), format: "float32x2" } },
  });

/** A program with values of its own: one for each module that draws with it. */
export class Effect {
  readonly program: Program;
  readonly #empty: TextureSource;
  readonly #shader: Shader;
  readonly #uniforms: Record<string, number | Float32Array>;
  readonly #size = new Float32Array([1, 1]);
  readonly #direction = new Float32Array([1, 0]);

  constructor(program: Program, empty: TextureSource) {
    this.program = program;
    this.#empty = empty;
    const { floats, textures, directed } = program.shape;
    const group = new UniformGroup({
      uSize: { value: this.#size, type: "vec2<f32>" },
      ...(directed ? { uDirection: { value: this.#direction, type: "vec2<f32>" } } : {}),
      ...Object.fromEntries(floats.map((name) => [name, { value: 0, type: "f32" as const }])),
    });
    this.#uniforms = group.uniforms as Record<string, number | Float32Array>;
    this.#shader = new Shader({
      glProgram: program.glProgram,
      resources: { ...Object.fromEntries(textures.map((name) => [name, empty])), effect: group },
    });
  }

  set(name: string, value: number): void {
    this.#uniforms[name] = value;
  }

  setTexture(name: string, texture: TextureSource): void {
    if (this.#shader.resources[name] !== texture) this.#shader.resources[name] = texture;
  }

  /** Lets go of all textures, so that they may be destroyed. */
  detach(): void {
    for (const name of this.program.shape.textures) this.setTexture(name, this.#empty);
  }

  setSize(width: number, height: number): void {
    this.#size[0] = width;
    this.#size[1] = height;
  }

  setDirection(x: number, y: number): void {
    this.#direction[0] = x;
    this.#direction[1] = y;
  }

  /** Draws over the whole target that is bound. */
  draw(renderer: WebGLRenderer, triangle: FullScreen): void {
    renderer.encoder.draw({
      geometry: triangle.geometry,
      shader: this.#shader,
      state: triangle.state,
      topology: "triangle-list",
      size: 3,
    });
  }

  destroy(): void {
    this.#shader.destroy();
  }
}

/** One triangle that covers the picture, drawn without blending. */
export class FullScreen {
  readonly geometry = TRIANGLE();
  readonly state = new State();

  constructor() {
    this.state.blend = false;
  }
}
