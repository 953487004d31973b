// Package sobol makes Sobol' points, scrambled as Owen does: points that fill
// a cube of many dimensions more evenly than random ones, and of which each is
// uniform by itself, so that means over them are unbiased.
//
// The first 2^m points have, in each dimension, exactly one in every interval
// [i/2^m, (i+1)/2^m), and in many pairs of dimensions exactly one in every box
// of volume 2^-m; scrambling keeps that. Take whole powers of two.
package sobol
