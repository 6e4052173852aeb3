/** Numbers in the heap of tfjs: an address, read and written without bounds or cost. */
@unmanaged
export class Floats {
  [key: number]: f32;

  @inline
  @operator("[]")
  private get(i: i32): f32 {
    return load<f32>(changetype<usize>(this) + (<usize> i << 2));
  }

  @inline
  @operator("[]=")
  private set(i: i32, value: f32): void {
    store<f32>(changetype<usize>(this) + (<usize> i << 2), value);
  }

  /** The numbers from the i-th on. */
  @inline
  at(i: i32): Floats {
    return changetype<Floats>(changetype<usize>(this) + (<usize> i << 2));
  }

  /** Four numbers from the i-th on. */
  @inline
  four(i: i32): v128 {
    return v128.load(changetype<usize>(this) + (<usize> i << 2));
  }

  @inline
  setFour(i: i32, value: v128): void {
    v128.store(changetype<usize>(this) + (<usize> i << 2), value);
  }

  /** The i-th number, four times. */
  @inline
  repeat(i: i32): v128 {
    return v128.load32_splat(changetype<usize>(this) + (<usize> i << 2));
  }

  @inline
  copyFrom(source: Floats, count: i32): void {
    memory.copy(changetype<usize>(this), changetype<usize>(source), <usize> count << 2);
  }

  @inline
  fill(count: i32, value: f32): void {
    for (let i = 0; i < count; i++) this[i] = value;
  }
}
