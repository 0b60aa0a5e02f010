#include "textflag.h"

// ChaCha20 for eight blocks at a time: Y0 to Y15 are the sixteen words of the
// state, each with one lane per block.

// Rotations of each word by 16 and by 8 bits to the left, as moves of bytes.
DATA rot16<>+0(SB)/8, $0x0504070601000302
DATA rot16<>+8(SB)/8, $0x0d0c0f0e09080b0a
DATA rot16<>+16(SB)/8, $0x0504070601000302
DATA rot16<>+24(SB)/8, $0x0d0c0f0e09080b0a
GLOBL rot16<>(SB), RODATA|NOPTR, $32

DATA rot8<>+0(SB)/8, $0x0605040702010003
DATA rot8<>+8(SB)/8, $0x0e0d0c0f0a09080b
DATA rot8<>+16(SB)/8, $0x0605040702010003
DATA rot8<>+24(SB)/8, $0x0e0d0c0f0a09080b
GLOBL rot8<>(SB), RODATA|NOPTR, $32

// a += b; d ^= a; d <<<= as the table says.
#define ADDTURN(a, b, d, turn) \
	VPADDD b, a, a \
	VPXOR a, d, d \
	VPSHUFB turn<>(SB), d, d

// c += d; b ^= c.
#define ADDXOR(c, d, b) \
	VPADDD d, c, c \
	VPXOR c, b, b

// b <<<= left, by way of Y8.
#define TURN(b, left, right) \
	VPSLLD $left, b, Y8 \
	VPSRLD $right, b, b \
	VPOR Y8, b, b

// Four quarter rounds side by side. Y8 is one of c's: it waits on the stack
// while it is needed for the turns.
#define HALF(b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3, turn, left, right) \
	ADDTURN(Y0, b0, d0, turn) \
	ADDTURN(Y1, b1, d1, turn) \
	ADDTURN(Y2, b2, d2, turn) \
	ADDTURN(Y3, b3, d3, turn) \
	ADDXOR(c0, d0, b0) \
	ADDXOR(c1, d1, b1) \
	ADDXOR(c2, d2, b2) \
	ADDXOR(c3, d3, b3) \
	VMOVDQU Y8, 256(SP) \
	TURN(b0, left, right) \
	TURN(b1, left, right) \
	TURN(b2, left, right) \
	TURN(b3, left, right) \
	VMOVDQU 256(SP), Y8

#define ROUND(b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3) \
	HALF(b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3, rot16, 12, 20) \
	HALF(b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3, rot8, 7, 25)

// Adds a word of the state as it was before the rounds.
#define ADDSTATE(word, y) \
	VPBROADCASTD (word*4)(SI), Y8 \
	VPADDD Y8, y, y

// XORs 32 bytes of the blocks i and i+4, which the halves of lo and hi are.
#define XOR2(i, lo, hi, at) \
	VPERM2I128 $0x20, hi, lo, Y0 \
	VPERM2I128 $0x31, hi, lo, Y1 \
	VPXOR (i*64+at)(DI), Y0, Y0 \
	VPXOR (i*64+256+at)(DI), Y1, Y1 \
	VMOVDQU Y0, (i*64+at)(DI) \
	VMOVDQU Y1, (i*64+256+at)(DI)

// Y0 to Y7 are eight words of eight blocks each: turns them into eight blocks
// of eight words each, and XORs those with the data at an offset.
#define OUT(at) \
	VPUNPCKLDQ Y1, Y0, Y8 \
	VPUNPCKHDQ Y1, Y0, Y9 \
	VPUNPCKLDQ Y3, Y2, Y10 \
	VPUNPCKHDQ Y3, Y2, Y11 \
	VPUNPCKLDQ Y5, Y4, Y12 \
	VPUNPCKHDQ Y5, Y4, Y13 \
	VPUNPCKLDQ Y7, Y6, Y14 \
	VPUNPCKHDQ Y7, Y6, Y15 \
	VPUNPCKLQDQ Y10, Y8, Y2 \
	VPUNPCKHQDQ Y10, Y8, Y3 \
	VPUNPCKLQDQ Y11, Y9, Y4 \
	VPUNPCKHQDQ Y11, Y9, Y5 \
	VPUNPCKLQDQ Y14, Y12, Y6 \
	VPUNPCKHQDQ Y14, Y12, Y7 \
	VPUNPCKLQDQ Y15, Y13, Y8 \
	VPUNPCKHQDQ Y15, Y13, Y9 \
	XOR2(0, Y2, Y6, at) \
	XOR2(1, Y3, Y7, at) \
	XOR2(2, Y4, Y8, at) \
	XOR2(3, Y5, Y9, at)

// func xorStrips(data *byte, strips int, s *state)
TEXT ·xorStrips(SB), NOSPLIT, $288-24
	MOVQ data+0(FP), DI
	MOVQ strips+8(FP), CX
	MOVQ s+16(FP), SI

strip:
	VPBROADCASTD 0(SI), Y0
	VPBROADCASTD 4(SI), Y1
	VPBROADCASTD 8(SI), Y2
	VPBROADCASTD 12(SI), Y3
	VPBROADCASTD 16(SI), Y4
	VPBROADCASTD 20(SI), Y5
	VPBROADCASTD 24(SI), Y6
	VPBROADCASTD 28(SI), Y7
	VPBROADCASTD 32(SI), Y8
	VPBROADCASTD 36(SI), Y9
	VPBROADCASTD 40(SI), Y10
	VPBROADCASTD 44(SI), Y11
	VPBROADCASTD 48(SI), Y12
	VPADDD 64(SI), Y12, Y12
	VPBROADCASTD 52(SI), Y13
	VPBROADCASTD 56(SI), Y14
	VPBROADCASTD 60(SI), Y15

	MOVQ $10, DX

rounds:
	ROUND(Y4, Y5, Y6, Y7, Y8, Y9, Y10, Y11, Y12, Y13, Y14, Y15)
	ROUND(Y5, Y6, Y7, Y4, Y10, Y11, Y8, Y9, Y15, Y12, Y13, Y14)
	DECQ DX
	JNZ  rounds

	VMOVDQU Y8, 0(SP)
	VMOVDQU Y9, 32(SP)
	VMOVDQU Y10, 64(SP)
	VMOVDQU Y11, 96(SP)
	VMOVDQU Y12, 128(SP)
	VMOVDQU Y13, 160(SP)
	VMOVDQU Y14, 192(SP)
	VMOVDQU Y15, 224(SP)
	ADDSTATE(0, Y0)
	ADDSTATE(1, Y1)
	ADDSTATE(2, Y2)
	ADDSTATE(3, Y3)
	ADDSTATE(4, Y4)
	ADDSTATE(5, Y5)
	ADDSTATE(6, Y6)
	ADDSTATE(7, Y7)
	OUT(0)

	VMOVDQU 0(SP), Y0
	VMOVDQU 32(SP), Y1
	VMOVDQU 64(SP), Y2
	VMOVDQU 96(SP), Y3
	VMOVDQU 128(SP), Y4
	VMOVDQU 160(SP), Y5
	VMOVDQU 192(SP), Y6
	VMOVDQU 224(SP), Y7
	ADDSTATE(8, Y0)
	ADDSTATE(9, Y1)
	ADDSTATE(10, Y2)
	ADDSTATE(11, Y3)
	VPADDD 64(SI), Y4, Y4
	ADDSTATE(12, Y4)
	ADDSTATE(13, Y5)
	ADDSTATE(14, Y6)
	ADDSTATE(15, Y7)
	OUT(32)

	ADDL $8, 48(SI)
	ADDQ $512, DI
	DECQ CX
	JNZ  strip

	// The stack held keystream.
	VPXOR Y0, Y0, Y0
	VMOVDQU Y0, 0(SP)
	VMOVDQU Y0, 32(SP)
	VMOVDQU Y0, 64(SP)
	VMOVDQU Y0, 96(SP)
	VMOVDQU Y0, 128(SP)
	VMOVDQU Y0, 160(SP)
	VMOVDQU Y0, 192(SP)
	VMOVDQU Y0, 224(SP)
	VMOVDQU Y0, 256(SP)
	VZEROUPPER
	RET
